"""Installations that several applications share, each with connections of its own."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from engine.bootstrap import Querela, from_environment
from engine.logs import set_up_logs
from tests.faults.post import Post, post
from tests.faults.scene import Scene, scene
from tests.support import postgres, requires
from tests.support.installation import Installation, installation


@pytest.fixture(autouse=True, scope="session")
def _quiet() -> None:
    set_up_logs(logging.ERROR)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation for all tests of a file, with the small process."""
    server = requires.postgres() if request.param == "postgresql" else None
    url = postgres.create_database(server) if server else None
    with installation(tmp_path_factory.mktemp("house"), url) as made:
        yield made
    if server and url:
        postgres.drop_database(server, url)


@pytest.fixture(scope="module")
def applications(house: Installation) -> Iterator[tuple[Querela, Querela]]:
    """Two more applications on the installation, as two server processes would be."""
    config = house.querela.config
    environ = {"QUERELA_HOME": str(config.home), "QUERELA_DATABASE_URL": config.database_url}
    made = from_environment(environ, house.clock), from_environment(environ, house.clock)
    yield made
    for querela in made:
        querela.close()


Town = tuple[Scene, Post]


@pytest.fixture(scope="session")
def _towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Town]]:
    """By the name of the database: made when first asked for, and kept for all tests of the process."""
    with ExitStack() as stack:

        @cache
        def made(kind: str) -> Town:
            server = requires.postgres() if kind == "postgresql" else None
            url = postgres.create_database(server) if server else None
            if server and url:
                stack.callback(postgres.drop_database, server, url)
            taken, smtp = stack.enter_context(post())
            here = stack.enter_context(scene(tmp_path_factory.mktemp("town"), url, smtp=smtp))
            here.site.start_server("--no-worker")
            here.site.wait_until_ready()
            return here, taken

        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, _towns: Callable[[str], Town]) -> Iterator[Town]:
    """A server without a worker, and a mail server, in which every earlier case has come to its end."""
    here, taken = _towns(request.param)
    yield here, taken
    here.site.end_worker()
    here.orders.withdraw()

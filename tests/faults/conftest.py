"""Installations that several applications share, each with connections of its own."""

import logging
from collections.abc import Iterator

import pytest

from engine.bootstrap import Querela, from_environment
from engine.logs import set_up_logs
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

"""Installations to rescue, on both databases."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from engine.logs import set_up_logs
from tests.rescue.sites import Place
from tests.support import postgres, requires

KINDS = ("sqlite", "postgresql")
WAYS = [(source, target) for source in KINDS for target in KINDS]

MakePlace = Callable[[str], Place]


@pytest.fixture(autouse=True, scope="session")
def _quiet() -> None:
    set_up_logs(logging.ERROR)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[MakePlace]:
    """Make a place for an installation on a database of that kind: no home yet, and no table."""
    with ExitStack() as stack:
        made = 0

        def make(kind: str) -> Place:
            nonlocal made
            made += 1
            home = tmp_path / f"home{made}"
            if kind == "sqlite":
                return Place(home, f"sqlite:///{home / 'querela.db'}")
            server = requires.postgres()
            url = postgres.create_database(server)
            stack.callback(postgres.drop_database, server, url)
            return Place(home, url)

        yield make


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    found: str = request.param
    return found

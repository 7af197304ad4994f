"""A crowd whose cases wait for two timers, then for a person."""

from collections.abc import Iterator

import pytest

from tests.commands.diagrams import package
from tests.commands.test_dispatching import TWO_TIMERS
from tests.jobs.crowd import Crowd, crowd
from tests.support import postgres, requires


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """Made once for all tests of a file: most of their time would go there."""
    server = requires.postgres()
    url = postgres.create_database(server)
    folder = tmp_path_factory.mktemp("town")
    with crowd(folder / "home", url, package(folder / "package", TWO_TIMERS)) as made:
        yield made
    postgres.drop_database(server, url)


@pytest.fixture
def town(place: Crowd) -> Iterator[Crowd]:
    """The crowd with nobody at work and nothing due."""
    place.clear()
    yield place
    place.end()

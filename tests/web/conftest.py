"""A client that looks at every page it is given, before the real application with a database of its own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.bootstrap import from_environment
from tests.support.client import Client
from tests.support.installation import PASSWORD, Installation, StandingClock, installation
from web.app import create_app

COMPLAINT = Path(__file__).resolve().parents[2] / "processes" / "complaint"


@pytest.fixture(scope="session")
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a sandbox with the shipped complaint process and people: copied, not used."""
    home = tmp_path_factory.mktemp("fresh") / "home"
    with installation(home, package=COMPLAINT, QUERELA_ENV="sandbox"):
        pass
    return home


@pytest.fixture
def place(fresh_home: Path, tmp_path: Path) -> Iterator[Installation]:
    """A sandbox that only this test uses."""
    home = tmp_path / "home"
    shutil.copytree(fresh_home, home)
    clock = StandingClock()
    querela = from_environment({"QUERELA_HOME": str(home), "QUERELA_ENV": "sandbox"}, clock)
    yield Installation(querela, clock)
    querela.close()


@pytest.fixture
def client(place: Installation) -> Client:
    """A browser without a session."""
    return Client(create_app(place.querela, testing=True))


@pytest.fixture
def signed_in(client: Client) -> Callable[[str], Client]:
    """Sign in with a login; what comes back is the client."""

    def sign_in(login: str) -> Client:
        client.post("/login", {"login": login, "password": PASSWORD}, page="/login")
        return client

    return sign_in

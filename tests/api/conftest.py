"""An installation with the shipped package, and callers of its API."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api.client import Caller
from tests.support.installation import Installation, installation
from web.app import create_app

SHIPPED = Path(__file__).resolve().parents[2] / "processes" / "complaint"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, package=SHIPPED, QUERELA_ENV="sandbox") as made:
        yield made


@pytest.fixture
def call(house: Installation) -> Callable[[str | None], Caller]:
    """A caller by login; None for the public."""
    app = create_app(house.querela)
    app.testing = True
    return lambda login: Caller(app, house, login)

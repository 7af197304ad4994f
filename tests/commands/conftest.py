"""An installation on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.between import town
from tests.support.installation import Installation, installation

__all__ = ["house", "town"]


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    url = request.getfixturevalue("reserved_url") if request.param == "postgresql" else None
    with installation(tmp_path, url) as made:
        yield made

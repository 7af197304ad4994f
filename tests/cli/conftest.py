"""The command line over an installation of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import main
from tests.support.installation import Installation, installation

Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def house(home: Path) -> Iterator[Installation]:
    with installation(home, QUERELA_ENV="sandbox") as made:
        yield made


@pytest.fixture
def run(home: Path) -> Run:
    """Call `querela` with these words; `env` replaces variables."""

    def call(*words: object, stdin: str | bytes | None = None, **env: str) -> Result:
        settings: dict[str, str | None] = {"QUERELA_HOME": str(home), "QUERELA_ENV": "sandbox", **env}
        return CliRunner().invoke(main, [str(word) for word in words], input=stdin, env=settings)

    return call

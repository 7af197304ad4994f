"""A sandbox that the shorter story was lived through in, once for all tests: nobody changes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.bootstrap import Querela, from_environment
from engine.cli.installation import deploy_shipped
from engine.demo import Played, read_tales, seed
from tests.support.installation import StandingClock

PRESENT = datetime(2026, 6, 17, 13, 20, tzinfo=UTC)
"""A Wednesday, early in the afternoon."""

SHORT_STORY = (
    "lamp-shards kettle-lid third-date toaster-sparks reminder-fee compliment-packer tent-poles newsletter "
    "half-shelf half-shelf-again dog-food-sub chair-wobbles guarantee-refused promo-code employment "
    "sofa-stain tea-mould crib-gap spare-part curtain-length noisy-fridge glass-jar"
).split()
"""At least one case of every kind of way."""


@dataclass(frozen=True)
class Sandbox:
    """What was lived through, and where."""

    querela: Querela
    played: Played


@pytest.fixture(scope="session")
def sandbox_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="session")
def sandbox(sandbox_home: Path) -> Iterator[Sandbox]:
    """Ninety days up to the present of a clock that stands still."""
    environ = {"QUERELA_HOME": str(sandbox_home), "QUERELA_ENV": "sandbox"}
    querela = from_environment(environ, StandingClock(PRESENT))
    querela.initialise()
    tales = [tale for tale in read_tales() if tale.key in SHORT_STORY]
    played = seed(querela, deploy_shipped, tales)
    yield Sandbox(querela, played)
    querela.close()

"""A sandbox that somebody watches, and what was written of it."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bootstrap import build
from engine.config import read_config
from engine.logs import set_up_logs
from engine.watching import Watch
from engine.watching.figures import Figures
from tests.support.installation import Installation, StandingClock, installation


class Lines:
    """What was written to stderr."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture
        self._text = ""

    @property
    def text(self) -> str:
        self._text += self._capture.readouterr().err
        return self._text

    @property
    def all(self) -> list[dict[str, object]]:
        """As JSON lines."""
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, event: str) -> list[dict[str, object]]:
        """The lines of one kind of event."""
        return [line for line in self.all if line["event"] == event]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """What this test writes."""
    set_up_logs(logging.INFO)
    yield Lines(capsys)
    set_up_logs(logging.WARNING)


@pytest.fixture
def watch() -> Watch:
    return Watch(Figures())


@pytest.fixture
def house(tmp_path: Path, watch: Watch) -> Iterator[Installation]:
    """A sandbox that is watched."""
    yield from watched(tmp_path / "home", watch)


def watched(home: Path, watch: Watch) -> Iterator[Installation]:
    with installation(home, QUERELA_ENV="sandbox"):
        pass
    clock = StandingClock()
    querela = build(read_config({"QUERELA_HOME": str(home), "QUERELA_ENV": "sandbox"}), clock, watch)
    yield Installation(querela, clock)
    querela.close()

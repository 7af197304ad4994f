"""Rows of diagram tests: each plays twice, in memory and stored and loaded between steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from engine.dmn import DmnDecisions
from engine.model.package import Package
from tests.runtime.playing import Player, values

MAIN, DMN = "main.bpmn", "decisions.dmn"


@dataclass(frozen=True)
class Case:
    """A diagram, steps, and what must be after the last of them."""

    name: str
    diagram: bytes
    steps: str | Sequence[str] = ""
    open: str = ""  #: elements of open user tasks
    status: str = ""  #: active where something is open, else completed
    trace: str | None = None  #: completed elements in order
    ended: str | None = None  #: end events reached
    given: Mapping[str, object] = field(default_factory=dict)  #: variables at the start
    result: Mapping[str, object] = field(default_factory=dict)  #: variables that must come of it
    process: str | None = None
    decisions: bytes | None = None  #: a DMN file beside the diagram

    @property
    def package(self) -> Package:
        """The diagram with what lies beside it."""
        if self.decisions is None:
            return Package("test", "Test", MAIN, {MAIN: self.diagram})
        return Package("test", "Test", MAIN, {MAIN: self.diagram, DMN: self.decisions}, decisions=(DMN,))

    def play(self, *, in_memory: bool) -> Player:
        decisions = None if self.decisions is None else DmnDecisions()
        player = Player(self.package, self.given, in_memory=in_memory, process=self.process, rules=decisions)
        player.play(self.steps.split() if isinstance(self.steps, str) else list(self.steps))
        return player


def rows(*cases: Case) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Play each case in both ways; the test receives the case and the player after its last step."""
    assert len({case.name for case in cases}) == len(cases), "two rows have one name"
    both = [
        pytest.param(case, in_memory, id=f"{case.name}{' (in memory)' if in_memory else ''}")
        for case in cases
        for in_memory in (False, True)
    ]
    return pytest.mark.parametrize(("case", "in_memory"), both)


def it_runs_as_drawn(case: Case, *, in_memory: bool) -> None:
    """Assert everything that the row says."""
    player = case.play(in_memory=in_memory)
    assert player.open == sorted(case.open.split()), player.incidents
    assert player.step.status == (case.status or ("active" if case.open else "completed")), player.incidents
    if case.trace is not None:
        assert player.trace == case.trace.split()
    if case.ended is not None:
        assert list(player.look().ended) == case.ended.split()
    expected = values(case.result)
    assert {name: player.step.variables.get(name) for name in expected} == expected

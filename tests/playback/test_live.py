"""A play is the same whether its instances stay alive between steps or are stored and read back."""

import json

import pytest

from engine.dmn import DmnDecisions
from engine.errors import Broken
from engine.playback import Outcome, Playback
from engine.ports.runtime import Surroundings
from engine.spiff import LiveRuntime, SpiffRuntime
from engine.spiff.timers.period import from_iso
from tests.runtime.cases import Case
from tests.runtime.matrix.document import RULES
from tests.runtime.playing import MONDAY, values

CASES = {
    rule.name: rule.case
    for rule in RULES
    if not rule.refused and not any(step[0] in "=~" for step in rule.case.steps)
}


def played(case: Case, runtime: SpiffRuntime) -> Outcome:
    playback = Playback(runtime, case.package, Surroundings(MONDAY))
    playback.start(values(case.given), "p")
    for step in case.steps.split() if isinstance(case.steps, str) else case.steps:
        element, _, answers = step.partition(" ")
        if step[0] == ">":
            playback.message(step[1:], None, {})
        elif step[0] == "!":
            playback.signal(step[1:], {})
        elif step[0] == "+":
            playback.advance(from_iso(step[1:]).after(playback.now, 1, MONDAY.tzinfo))
        else:
            playback.complete(element, values(json.loads(answers or "{}")))
    return playback.outcome()


@pytest.mark.parametrize("name", CASES)
def test_both_come_to_the_same(name: str) -> None:
    case = CASES[name]
    stored, alive = played(case, SpiffRuntime(DmnDecisions())), played(case, LiveRuntime(DmnDecisions()))

    assert alive == stored
    assert sorted(task.element for task in alive.open) == sorted(case.open.split())


@pytest.mark.parametrize("state", [b"7", b"", b"{}"])
def test_a_state_that_is_not_held_is_refused(state: bytes) -> None:
    case = next(iter(CASES.values()))
    with pytest.raises(Broken):
        LiveRuntime(DmnDecisions()).look(case.package, state)

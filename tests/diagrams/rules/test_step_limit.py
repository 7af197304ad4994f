"""Rule step-limit."""

import pytest

from tests.diagrams.drawing import findings_of, flows

TIMER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
TASK = '<startEvent id="s"/><userTask id="a" name="Ask"/><endEvent id="e"/>' + flows("s a e")
EVENT = '<boundaryEvent id="b" attachedToRef="a" {}>' + TIMER + "</boundaryEvent>"
AROUND = (
    f'<startEvent id="o"/><subProcess id="q">{TASK}</subProcess>'
    f'<boundaryEvent id="b" attachedToRef="q" cancelActivity="false">{TIMER}</boundaryEvent>' + flows("o q")
)
END = '<endEvent id="x" {}/>' + flows("b x")
ACCEPTED = {
    "goes on another way": TASK + EVENT.format("") + END.format(""),
    "escalates": TASK + EVENT.format('cancelActivity="false"') + END.format('querela:milestone="escalated"'),
    "gives work to somebody": TASK
    + EVENT.format('cancelActivity="false"')
    + '<userTask id="x" name="Hurry"/>'
    + flows("b x").replace("x", "x")
    + '<boundaryEvent id="y" attachedToRef="x">'
    + TIMER
    + "</boundaryEvent>"
    + flows("y e"),
    "a timer around it": AROUND,
}
REPORTED = {
    "no timer": (TASK, "no timer sits on it"),
    "only a reminder": (TASK + EVENT.format('cancelActivity="false"') + END.format(""), "only reminded"),
}


@pytest.mark.parametrize("row", ACCEPTED)
def test_it_accepts(row: str) -> None:
    assert findings_of("step-limit", ACCEPTED[row], in_package=True) == []


@pytest.mark.parametrize("row", REPORTED)
def test_it_reports(row: str) -> None:
    body, words = REPORTED[row]
    (found,) = findings_of("step-limit", body, in_package=True)

    assert (found.element, str(found.severity)) == ("a", "info")
    assert words in found.message
    assert findings_of("step-limit", body) == []

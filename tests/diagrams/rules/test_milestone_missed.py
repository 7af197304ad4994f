"""Rule milestone-missed."""

import pytest

from tests.diagrams.drawing import findings_of, flows

START = '<startEvent id="s" querela:milestone="received"/>'
END = '<endEvent id="e" name="Done" querela:milestone="closed"/>'
STEP = '<userTask id="a" querela:milestone="decided"/>'
SUB = '<subProcess id="q"><startEvent id="i"/>{}</subProcess>'
ALL = {"received", "closed"}

NOTED = {
    "on the way": (START + STEP + END + flows("s a e"), set()),
    "inside a subprocess": (
        START + SUB.format(STEP + flows("i a")) + END + flows("s q e"),
        set(),
    ),
    "in one of two ways": (
        START
        + STEP
        + END
        + '<exclusiveGateway id="g" default="g-e"/><exclusiveGateway id="m"/>'
        + flows("s g m e", "g a if: x", "a m").replace("g-e", "g-m"),
        {"decided"},
    ),
    "in one of two parallel branches": (
        START + STEP + END + '<parallelGateway id="g"/><parallelGateway id="j"/>' + flows("s g a j e", "g j"),
        set(),
    ),
    "beside": (
        START
        + '<userTask id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false">'
        + "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"
        + '<endEvent id="x"/>'
        + END
        + flows("s a e", "b x"),
        set(),
    ),
    "not where an event interrupts": (
        START
        + '<userTask id="a"/><boundaryEvent id="b" attachedToRef="a">'
        + "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"
        + '<endEvent id="x"/>'
        + END
        + flows("s a e", "b x"),
        {"closed"},
    ),
}


@pytest.mark.parametrize("row", NOTED)
def test_it_notes_where_a_case_ends_without(row: str) -> None:
    body, missed = NOTED[row]
    found = findings_of("milestone-missed", body, in_package=True)

    assert {str(finding.severity) for finding in found} <= {"info"}
    assert {name for name in (*ALL, "decided") if any(f"“{name}”" in f.message for f in found)} == missed


def test_it_warns_where_nothing_closes_the_case() -> None:
    found = findings_of("milestone-missed", START + STEP + flows("s a"), in_package=True)

    assert [(str(f.severity), "closed" in f.message) for f in found] == [("warning", True)]


def test_it_says_nothing_of_a_single_file() -> None:
    assert findings_of("milestone-missed", START + STEP + flows("s a")) == []

"""Rule boundary-event."""

import pytest

from tests.diagrams.drawing import findings_of, flows

TASK = '<startEvent id="s"/><userTask id="a" name="Ask"/><endEvent id="e"/>' + flows("s a e")


def boundary(inner: str, attributes: str = 'attachedToRef="a"') -> str:
    return TASK + f'<boundaryEvent id="b" {attributes}>{inner}</boundaryEvent>' + flows("b e")


ERROR = '<errorEventDefinition errorRef="x_lost"/>'
VALID = [
    boundary('<messageEventDefinition messageRef="m_answer"/>'),
    boundary('<messageEventDefinition messageRef="m_answer"/>', 'attachedToRef="a" cancelActivity="false"'),
    boundary(ERROR),
]
INVALID = [
    (boundary(""), "waits for nothing"),
    (boundary(ERROR, ""), "sits on no activity"),
    (boundary(ERROR, 'attachedToRef="a" cancelActivity="false"'), "always interrupts"),
    (boundary("<terminateEventDefinition/>"), "terminate trigger"),
    (boundary("<cancelEventDefinition/>"), "not a transaction"),
    (boundary(ERROR) + flows("a b"), "leads into the boundary event"),
    (
        TASK + '<subProcess id="h" triggeredByEvent="true"/>'
        f'<boundaryEvent id="b" attachedToRef="h">{ERROR}</boundaryEvent>',
        "event subprocess",
    ),
]


@pytest.mark.parametrize("body", VALID)
def test_it_accepts(body: str) -> None:
    assert findings_of("boundary-event", body) == []


@pytest.mark.parametrize(("body", "words"), INVALID)
def test_it_reports(body: str, words: str) -> None:
    (finding,) = findings_of("boundary-event", body)

    assert words in finding.message
    assert finding.element == "b"

"""Rule boundary-event."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

TASK = '<startEvent id="s"/><userTask id="a" name="Ask"/><endEvent id="e"/>' + flows("s a e")
ERROR = '<errorEventDefinition errorRef="x_lost"/>'
MESSAGE = '<messageEventDefinition messageRef="m_answer"/>'


def boundary(inner: str, attributes: str = 'attachedToRef="a"') -> str:
    return TASK + f'<boundaryEvent id="b" {attributes}>{inner}</boundaryEvent>' + flows("b e")


HANDLER = f"""<subProcess id="h" triggeredByEvent="true"><startEvent id="hs">{ERROR}</startEvent></subProcess>
<boundaryEvent id="b" attachedToRef="h">{ERROR}</boundaryEvent>"""
INSIDE = f'<subProcess id="p1"><boundaryEvent id="b" attachedToRef="a">{ERROR}</boundaryEvent></subProcess>'

ACCEPTED = {
    "interrupting": boundary(MESSAGE),
    "beside": boundary(MESSAGE, 'attachedToRef="a" cancelActivity="false"'),
    "an error": boundary(ERROR),
    "several triggers": boundary(ERROR + MESSAGE),
}
REPORTED = {
    "no trigger": Reported(boundary(""), "b", "waits for nothing"),
    "no host": Reported(boundary(ERROR, ""), "b", "sits on no activity"),
    "error beside": Reported(
        boundary(ERROR, 'attachedToRef="a" cancelActivity="false"'), "b", "always interrupts"
    ),
    "wrong trigger": Reported(boundary("<terminateEventDefinition/>"), "b", "terminate trigger"),
    "cancel on a task": Reported(boundary("<cancelEventDefinition/>"), "b", "not a transaction"),
    "a flow into it": Reported(boundary(ERROR) + flows("a b"), "b", "leads into the boundary event"),
    "on an event subprocess": Reported(TASK + HANDLER, "b", "event subprocess"),
    "in another scope": Reported(TASK + INSIDE, "b", "same scope"),
}

test_it_accepts, test_it_reports = table("boundary-event", ACCEPTED, REPORTED)

"""Rule compensation-handler."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

TASK = '<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>' + flows("s a e")
UNDO = '<boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
HANDLER = '<userTask id="h" isForCompensation="true"/>'
TIE = '<association id="t" sourceRef="b" targetRef="h"/>'
ACCEPTED = {
    "tied to its event": TASK + UNDO + HANDLER + TIE,
    "no handler": TASK,
}
REPORTED = {
    "tied to nothing": Reported(TASK + UNDO + HANDLER, "h", "Nothing ever runs", "warning"),
    "in the flow": Reported(
        TASK + UNDO + HANDLER + TIE + flows("h e"), "h", "A sequence flow touches", "warning"
    ),
}

test_it_accepts, test_it_reports = table("compensation-handler", ACCEPTED, REPORTED)

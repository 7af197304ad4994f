"""Rule double-flow."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><task id="a"/><task id="b"/>'
AGAIN = '<sequenceFlow id="again" sourceRef="a" targetRef="b"/>'
ACCEPTED = {
    "one flow": NODES + flows("s a b"),
    "there and back": NODES + flows("s a b a"),
}
REPORTED = {
    "two flows": Reported(NODES + flows("s a b") + AGAIN, "again", "More than one", "warning"),
    "a task that follows itself twice": Reported(
        NODES + flows("s a a") + '<sequenceFlow id="again" sourceRef="a" targetRef="a"/>',
        "again",
        "More than one",
        "warning",
    ),
}

test_it_accepts, test_it_reports = table("double-flow", ACCEPTED, REPORTED)

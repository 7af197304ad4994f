"""Rule implicit-split."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><task id="a"/><task id="b"/><parallelGateway id="g"/>'
ACCEPTED = {
    "a gateway": NODES + flows("s g a", "g b"),
    "conditions": '<startEvent id="s"/><task id="t" default="t-b"/><task id="a"/><task id="b"/>'
    + flows("s t b", "t a if: x"),
}
REPORTED = {
    "out of an event": Reported(NODES + flows("s a", "s b"), "s", "at the same time", "warning"),
    "out of a task": Reported(NODES + flows("s g a b", "a g"), "a", "2 flows leave the task", "warning"),
}

test_it_accepts, test_it_reports = table("implicit-split", ACCEPTED, REPORTED)

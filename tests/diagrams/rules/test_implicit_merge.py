"""Rule implicit-merge."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><startEvent id="t"/><exclusiveGateway id="m"/><task id="a"/><endEvent id="e"/>'
ACCEPTED = {
    "a gateway": NODES + flows("s m a e", "t m"),
    "several ways to an end": NODES + flows("s m e", "t a e"),
}
REPORTED = {
    "into a task": Reported(NODES + flows("s a e", "t a"), "a", "2 flows lead into the task", "info"),
}

test_it_accepts, test_it_reports = table("implicit-merge", ACCEPTED, REPORTED)

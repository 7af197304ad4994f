"""Rule condition-place."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><task id="a"/><task id="b"/>'
WHICH = '<exclusiveGateway id="g" default="g-a"/>'
ACCEPTED = {
    "on a gateway that decides": NODES + WHICH + flows("s g a", "g b if: x"),
    "out of an activity": NODES + flows("s a", "a b if: x", "a b"),
    "a parallel gateway without": NODES + '<parallelGateway id="g"/>' + flows("s g a", "g b"),
}
REPORTED = {
    "out of a parallel gateway": Reported(
        NODES + '<parallelGateway id="g"/>' + flows("s g a", "g b if: x"), "g-b", "not asked", "warning"
    ),
    "out of an event": Reported(NODES + flows("s a if: x"), "s-a", "events have none", "warning"),
    "on the only way out of a gateway": Reported(
        NODES + '<exclusiveGateway id="g"/>' + flows("s g", "g a if: x"), "g-a", "the case stops", "warning"
    ),
    "on the only way out of an activity": Reported(
        NODES + flows("s a", "a b if: x"), "a-b", "the case stops", "warning"
    ),
    "a default where nothing is decided": Reported(
        NODES + '<parallelGateway id="g" default="g-a"/>' + flows("s g a", "g b"),
        "g",
        "decides nothing",
        "warning",
    ),
    "a default without conditions": Reported(
        NODES + WHICH + flows("s g a"), "g", "no flow out of it has a condition", "warning"
    ),
}

test_it_accepts, test_it_reports = table("condition-place", ACCEPTED, REPORTED)

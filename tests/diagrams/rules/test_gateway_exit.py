"""Rule gateway-exit."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><task id="a"/><task id="b"/>'
CATCH = '<intermediateCatchEvent id="c"><signalEventDefinition signalRef="g_stop"/></intermediateCatchEvent>'
EVENT = NODES + CATCH + '<eventBasedGateway id="g"/>'
ACCEPTED = {
    "a split": NODES + '<parallelGateway id="g"/>' + flows("s g a", "g b"),
    "a merge": NODES + '<exclusiveGateway id="g"/>' + flows("s a g b", "s g"),
    "events to wait for": EVENT + '<receiveTask id="r" messageRef="m_answer"/>' + flows("s g c a", "g r b"),
}
REPORTED = {
    "no way out": Reported(NODES + '<exclusiveGateway id="g"/>' + flows("s g"), "g", "no way out"),
    "unused": Reported(NODES + '<exclusiveGateway id="g"/>' + flows("s a"), "g", "no way out", "warning"),
    "without purpose": Reported(
        NODES + '<parallelGateway id="g"/>' + flows("s g a"), "g", "neither splits nor joins", "warning"
    ),
    "a task after an event gateway": Reported(EVENT + flows("s g c", "g a"), "g-a", "no event to wait for"),
    "a condition after an event gateway": Reported(
        EVENT + '<receiveTask id="r" messageRef="m_answer"/>' + flows("s g c a", "g r if: x", "r b"),
        "g-r",
        "has a condition",
    ),
}

test_it_accepts, test_it_reports = table("gateway-exit", ACCEPTED, REPORTED)

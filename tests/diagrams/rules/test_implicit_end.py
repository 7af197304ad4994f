"""Rule implicit-end."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><task id="a"/><task id="b"/><endEvent id="e"/>'
SIGNAL = '<boundaryEvent id="k" attachedToRef="a"><signalEventDefinition signalRef="g_stop"/></boundaryEvent>'
LOOSE = '<startEvent id="s"/><adHocSubProcess id="h"><task id="x"/><task id="y"/><endEvent id="z"/>'
LOOSE += "</adHocSubProcess>"
ACCEPTED = {
    "an end event": NODES + flows("s a b e"),
    "no end event at all": '<startEvent id="s"/><task id="a"/>' + flows("s a"),
    "tasks without an order": LOOSE + '<endEvent id="e"/>' + flows("s h e", "x z"),
    "an event that leads on": NODES + SIGNAL + flows("s a e", "k b e"),
}
REPORTED = {
    "a task that stops short": Reported(
        NODES + '<parallelGateway id="g"/>' + flows("s g a e", "g b"), "b", "leads nowhere", "warning"
    ),
    "a boundary event without a way": Reported(
        NODES + SIGNAL + flows("s a b e"), "k", "Nothing follows", "warning"
    ),
    "a boundary event where nothing has an end": Reported(
        '<startEvent id="s"/><task id="a"/>' + SIGNAL + flows("s a"), "k", "Nothing follows", "warning"
    ),
}

test_it_accepts, test_it_reports = table("implicit-end", ACCEPTED, REPORTED)

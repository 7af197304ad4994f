"""Rule endless."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

ROUND = '<startEvent id="s"/><exclusiveGateway id="m"/><userTask id="a"/>' + flows("s m a m")
TIMER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
STOP = '<startEvent id="hs"><signalEventDefinition signalRef="g_stop"/></startEvent>'
OUT = (
    '<boundaryEvent id="b" attachedToRef="{}" {}>'
    + TIMER
    + '</boundaryEvent><endEvent id="e"/>'
    + flows("b e")
)

ACCEPTED = {
    "a way out": '<startEvent id="s"/><exclusiveGateway id="m"/><task id="a"/><exclusiveGateway id="w"/>'
    '<endEvent id="e"/>' + flows("s m a w e", "w m if: x").replace("w-e", "w-e"),
    "an event that takes the step away": ROUND + OUT.format("a", ""),
    "a handler that ends it": ROUND + f'<subProcess id="h" triggeredByEvent="true">{STOP}</subProcess>',
    "an event around it": f'<startEvent id="t"/><subProcess id="q">{ROUND}</subProcess>'
    + flows("t q")
    + OUT.format("q", ""),
    "a link": '<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="L"/>'
    '</intermediateThrowEvent><intermediateCatchEvent id="k"><linkEventDefinition name="L"/>'
    '</intermediateCatchEvent><task id="a"/>' + flows("s t", "k a"),
}
REPORTED = {
    "round and round": Reported(ROUND, "m", "go round for ever", "warning"),
    "an event beside": Reported(
        ROUND + OUT.format("a", 'cancelActivity="false"'), "m", "no way leads to an end", "warning"
    ),
    "a task that follows itself": Reported(
        '<startEvent id="s"/><task id="a"/>' + flows("s a a"), "a", "go round", "warning"
    ),
}

test_it_accepts, test_it_reports = table("endless", ACCEPTED, REPORTED)

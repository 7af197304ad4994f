"""Rule lack-of-synchronisation."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

BRANCHES = '<startEvent id="s"/><parallelGateway id="g"/><task id="a"/><task id="b"/><task id="c" name="C"/>'
ACCEPTED = {
    "joined": BRANCHES + '<parallelGateway id="j"/>' + flows("s g a j c", "g b j"),
    "joined by an inclusive gateway": BRANCHES + '<inclusiveGateway id="j"/>' + flows("s g a j c", "g b j"),
    "each with an end of its own": BRANCHES + flows("s g a", "g b", "g c"),
    "into the same end": BRANCHES + '<endEvent id="e"/>' + flows("s g a e", "g b e", "g c e"),
    "only one of them": BRANCHES.replace("parallel", "exclusive") + flows("s g a c", "g b c"),
    "in a loop": """<startEvent id="s"/><exclusiveGateway id="m"/><task id="a"/><exclusiveGateway id="w"/>"""
    + flows("s m a w m"),
}
REPORTED = {
    "straight into a task": Reported(
        BRANCHES + flows("s g a c", "g b c"), "c", "“C” may run twice", "warning"
    ),
    "through an exclusive gateway": Reported(
        BRANCHES + '<exclusiveGateway id="x"/>' + flows("s g a x c", "g b x"), "x", "may run twice", "warning"
    ),
    "a reminder that comes back": Reported(
        BRANCHES.replace('<parallelGateway id="g"/>', "")
        + """<boundaryEvent id="t" attachedToRef="a" cancelActivity="false"><signalEventDefinition
        signalRef="g_stop"/></boundaryEvent>"""
        + flows("s a c", "t b c"),
        "c",
        "For example: s → a → t → b",
        "warning",
    ),
}

test_it_accepts, test_it_reports = table("lack-of-synchronisation", ACCEPTED, REPORTED)

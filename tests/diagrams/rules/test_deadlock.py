"""Rule deadlock."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

BRANCHES = '<startEvent id="s"/><task id="a" name="A"/><task id="b" name="B"/><endEvent id="e"/>'


def split(kind: str, join: str) -> str:
    gateways = f'<{kind}Gateway id="g" default="g-b"/><{join}Gateway id="j" name="Join"/>'
    return BRANCHES + gateways + flows("s g a j e", "g b j")


DIRECT = """<startEvent id="s"/><exclusiveGateway id="g"/><task id="a"/><task id="b"/>
<parallelGateway id="j"/><endEvent id="e"/>"""
SUB = """<startEvent id="s"/><subProcess id="S"><startEvent id="s1"/><exclusiveGateway id="g"/>
<parallelGateway id="j"/>{}</subProcess>{}<endEvent id="e"/>"""
INNER = flows("s1 g j", "g j").replace('"g-j" sourceRef="g"', '"g-j1" sourceRef="g"', 1)
TIMEOUT = """<boundaryEvent id="t" attachedToRef="S"><timerEventDefinition>
<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"""

ACCEPTED = {
    "parallel and parallel": split("parallel", "parallel"),
    "exclusive and exclusive": split("exclusive", "exclusive"),
    "inclusive and inclusive": split("inclusive", "inclusive"),
    "parallel and inclusive": split("parallel", "inclusive"),
    "exclusive and inclusive": split("exclusive", "inclusive"),
    "a parallel block in a loop": """<startEvent id="s"/><exclusiveGateway id="m"/><parallelGateway id="g"/>
        <parallelGateway id="j"/><exclusiveGateway id="w"/><task id="a"/><task id="b"/>"""
    + flows("s m g a j w m", "g b j"),
    "a split that meets no join": BRANCHES + flows("s a e", "s b e"),
}
REPORTED = {
    "exclusive split, parallel join": Reported(split("exclusive", "parallel"), "j", "nothing comes from"),
    "the path is told": Reported(split("exclusive", "parallel"), "j", "For example: s → g → “B”"),
    "inclusive split, parallel join": Reported(
        BRANCHES
        + '<inclusiveGateway id="g"/><parallelGateway id="j"/>'
        + flows("s g", "g a if: x", "g b if: y", "a j e", "b j"),
        "j",
        "may wait for ever",
        "warning",
    ),
    "avoidable by another branch": Reported(
        DIRECT + flows("s g e", "g a j e", "g b j"),
        "j",
        "may wait for ever",
        "warning",
    ),
    "too few for the start quantity": Reported(
        '<startEvent id="s"/><task id="a" startQuantity="2"/>' + flows("s a"), "a", "always waits"
    ),
    "in a subprocess": Reported(SUB.format(INNER, "") + flows("s S e"), "j", "always waits for ever"),
    "in a subprocess that a timer ends": Reported(
        SUB.format(INNER, TIMEOUT) + flows("s S e", "t e"), "j", "may wait for ever", "warning"
    ),
}

test_it_accepts, test_it_reports = table("deadlock", ACCEPTED, REPORTED)

"""Rule flow-scope."""

from tests.diagrams.drawing import document, flows, process
from tests.diagrams.tables import Reported, table

SUB = """<startEvent id="s"/><subProcess id="S"><startEvent id="s1"/><task id="a"/>{}</subProcess>
<task id="b"/>{}"""
POOLS = document(
    process('<startEvent id="s"/><task id="a"/>' + flows("s a b")),
    process('<startEvent id="t"/><task id="b"/>' + flows("t b"), "q"),
)
ACCEPTED = {"each in its own scope": SUB.format(flows("s1 a"), flows("s S b"))}
REPORTED = {
    "out of a subprocess": Reported(
        SUB.format(flows("s1 a"), flows("s S", "a b")), "a-b", "border of a subprocess"
    ),
    "stored elsewhere": Reported(
        SUB.format(flows("s1 a", "S b"), flows("s S")), "S-b", "stored in another scope"
    ),
    "into another pool": Reported(POOLS, "a-b", "connects two pools"),
    "into what lies in a task": Reported(
        '<startEvent id="s"/><task id="a"><task id="b"/></task>' + flows("s b"),
        "s-b",
        "inside another element",
    ),
}

test_it_accepts, test_it_reports = table("flow-scope", ACCEPTED, REPORTED)

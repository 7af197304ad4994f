"""Rule reachable."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><task id="a"/><task id="b" name="B"/>'
ACCEPTED = {
    "all connected": NODES + flows("s a b"),
    "without a start event": '<task id="a"/><task id="b"/>' + flows("a b"),
    "a compensation handler": NODES + '<task id="undo" isForCompensation="true"/>' + flows("s a b"),
    "behind a boundary event": """<startEvent id="s"/><userTask id="a"/><task id="b"/><boundaryEvent id="t"
        attachedToRef="a"><errorEventDefinition/></boundaryEvent>"""
    + flows("s a", "t b"),
}
REPORTED = {
    "nothing leads to it": Reported(NODES + flows("s a"), "b", "“B” can never be reached", "warning"),
}

test_it_accepts, test_it_reports = table("reachable", ACCEPTED, REPORTED)

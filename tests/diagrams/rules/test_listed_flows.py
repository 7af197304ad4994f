"""Rule listed-flows."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><task id="a">{}</task><task id="b"/>' + flows("s a b")
LANE = '<laneSet id="l"><lane id="m" name="We"><flowNodeRef>{}</flowNodeRef></lane></laneSet>'
OTHER = '<process id="q"><startEvent id="t"/></process>'
OURS = '<process id="p" isExecutable="true">{}</process>'
ACCEPTED = {
    "as it is": NODES.format("<incoming>s-a</incoming><outgoing>a-b</outgoing>"),
    "nothing listed": NODES.format(""),
    "a lane's own node": OURS.format(LANE.format("a") + NODES.format("")) + OTHER,
}
REPORTED = {
    "another flow comes in": Reported(
        NODES.format("<incoming>a-b</incoming>"), "a", "lists “a-b” as incoming", "warning"
    ),
    "another flow goes out": Reported(
        NODES.format("<outgoing>s-a</outgoing>"), "a", "as outgoing", "warning"
    ),
    "a node of another pool": Reported(
        OURS.format(LANE.format("t") + NODES.format("")) + OTHER, "m", "another pool", "warning"
    ),
}

test_it_accepts, test_it_reports = table("listed-flows", ACCEPTED, REPORTED)

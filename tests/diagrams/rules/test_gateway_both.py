"""Rule gateway-both."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

NODES = '<startEvent id="s"/><startEvent id="t"/><{0}Gateway id="g"/><task id="a"/><task id="b"/>'
ACCEPTED = {
    "a join": NODES.format("parallel") + flows("s g a", "t g"),
    "a split": NODES.format("parallel") + flows("s g a", "g b"),
}
REPORTED = {
    "both": Reported(NODES.format("parallel") + flows("s g a", "t g b"), "g", "at once", "info"),
    "both, exclusive": Reported(
        NODES.format("exclusive") + flows("s g a", "t g", "g b if: x"), "g", "joins and splits", "info"
    ),
}

test_it_accepts, test_it_reports = table("gateway-both", ACCEPTED, REPORTED)

"""Rule end-event-outgoing."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

ACCEPTED = {"nothing leads out": '<startEvent id="s"/><endEvent id="e"/>' + flows("s e")}
REPORTED = {
    "a flow out": Reported(
        '<startEvent id="s"/><endEvent id="e" name="Done"/><task id="a"/>' + flows("s e a"), "e", "“Done”"
    ),
}

test_it_accepts, test_it_reports = table("end-event-outgoing", ACCEPTED, REPORTED)

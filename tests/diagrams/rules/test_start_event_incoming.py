"""Rule start-event-incoming."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

ACCEPTED = {"nothing leads in": '<startEvent id="s"/><task id="a"/>' + flows("s a")}
REPORTED = {
    "a flow in": Reported(
        '<startEvent id="s" name="Begin"/><task id="a"/>' + flows("s a s"),
        "s",
        "leads into the start event “Begin”",
    ),
}

test_it_accepts, test_it_reports = table("start-event-incoming", ACCEPTED, REPORTED)

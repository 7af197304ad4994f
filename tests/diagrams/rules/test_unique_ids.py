"""Rule unique-ids."""

from tests.diagrams.drawing import document, flows, process
from tests.diagrams.tables import Reported, table

ACCEPTED = {"each its own": '<startEvent id="s"/><task id="a"/>' + flows("s a")}
REPORTED = {
    "twice in a process": Reported('<startEvent id="s"/><task id="s"/>', "s", "used twice"),
    "as a message and as a task": Reported(
        '<startEvent id="s"/><task id="m_answer"/>', "m_answer", "used twice"
    ),
    "once in each pool": Reported(
        document(process('<startEvent id="s"/>'), process('<startEvent id="s"/>', "q")),
        "s",
        "twice",
        "warning",
    ),
    "twice in the second pool": Reported(
        document(process('<task id="a"/>'), process('<task id="b"/><task id="b"/>', "q")), "b", "twice"
    ),
    "none at all": Reported('<startEvent id="s"/><task name="A"/>', None, "has no id"),
}

test_it_accepts, test_it_reports = table("unique-ids", ACCEPTED, REPORTED)

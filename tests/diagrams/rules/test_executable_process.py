"""Rule executable-process."""

from tests.diagrams.drawing import document, process
from tests.diagrams.tables import Reported, table

BODY = '<startEvent id="s"/>'
ACCEPTED = {
    "one that is executable": BODY,
    "one of two": document(process(BODY), process('<startEvent id="s2"/>', "q", "")),
}
REPORTED = {
    "none executable": Reported(document(process(BODY, attributes="")), "p", "marked as executable"),
    "no process at all": Reported(document(), "d", "no process in this file"),
    "an empty one": Reported(document(process("")), "p", "is empty"),
    "an empty one beside another": Reported(
        document(process(BODY), process("", "q")), "q", "is empty", "warning"
    ),
    "one without id": Reported(document(f'<process isExecutable="true">{BODY}</process>'), None, "has no id"),
}

test_it_accepts, test_it_reports = table("executable-process", ACCEPTED, REPORTED)

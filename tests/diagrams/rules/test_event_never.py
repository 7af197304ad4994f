"""Rule event-never."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

ERROR = '<errorEventDefinition errorRef="x_lost"/>'
LATE = '<escalationEventDefinition escalationRef="c_late"/>'
HOST = (
    '<startEvent id="s"/>{}<boundaryEvent id="b" attachedToRef="a">{}</boundaryEvent><task id="c"/>'
    + flows("s a", "b c")
)


def inside(end: str) -> str:
    return (
        f'<subProcess id="a"><startEvent id="i"/><endEvent id="e">{end}</endEvent>{flows("i e")}</subProcess>'
    )


HANDLER = '<startEvent id="s"/><endEvent id="e">{}</endEvent><subProcess id="h" triggeredByEvent="true">'
HANDLER += f'<startEvent id="hs">{ERROR}</startEvent></subProcess>' + flows("s e")

ACCEPTED = {
    "an error that comes": HOST.format(inside(ERROR), ERROR),
    "any error": HOST.format(inside(ERROR), "<errorEventDefinition/>"),
    "an escalation that comes": HOST.format(inside(LATE), LATE),
    "from a called process": HOST.format('<callActivity id="a" calledElement="p"/>', ERROR),
    "a message": HOST.format('<userTask id="a"/>', '<messageEventDefinition messageRef="m_answer"/>'),
    "a handler for the scope's own error": HANDLER.format(ERROR),
}
REPORTED = {
    "an error on a task": Reported(
        HOST.format('<userTask id="a"/>', ERROR), "b", "waits for an error", "warning"
    ),
    "another error": Reported(
        HOST.format(inside('<errorEventDefinition errorRef="x_other"/>'), ERROR), "b", "an error", "warning"
    ),
    "an escalation instead of an error": Reported(HOST.format(inside(LATE), ERROR), "b", "error", "warning"),
    "a handler for nothing": Reported(HANDLER.format(""), "hs", "nothing in", "warning"),
}

test_it_accepts, test_it_reports = table("event-never", ACCEPTED, REPORTED)

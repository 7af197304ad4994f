"""Rule event-uncaught."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

ERROR = '<errorEventDefinition errorRef="x_lost"/>'
LATE = '<escalationEventDefinition escalationRef="c_late"/>'
THROW = '<startEvent id="s"/><endEvent id="e">{}</endEvent>' + flows("s e")
HANDLER = '<subProcess id="h" triggeredByEvent="true"><startEvent id="hs">{}</startEvent>{}</subProcess>'
AROUND = '<startEvent id="o"/><subProcess id="q">{}</subProcess><boundaryEvent id="b" attachedToRef="q">{}'
AROUND += '</boundaryEvent><task id="t"/>' + flows("o q", "b t")
INSIDE = '<endEvent id="he">{}</endEvent>' + flows("hs he")
ACCEPTED = {
    "caught around": AROUND.format(THROW.format(ERROR), ERROR),
    "caught as any": AROUND.format(THROW.format(LATE), "<escalationEventDefinition/>"),
    "caught beside": THROW.format(ERROR) + HANDLER.format(ERROR, ""),
    "a message": THROW.format('<messageEventDefinition messageRef="m_answer"/>'),
}
REPORTED = {
    "an error": Reported(THROW.format(ERROR), "e", "The case fails there", "warning"),
    "an escalation": Reported(THROW.format(LATE), "e", "throws an escalation", "warning"),
    "another kind is caught": Reported(
        AROUND.format(THROW.format(LATE), ERROR), "e", "nothing around", "warning"
    ),
    "a handler does not catch its own": Reported(
        '<startEvent id="s"/>' + HANDLER.format(ERROR, INSIDE.format(ERROR)), "he", "an error", "warning"
    ),
}

test_it_accepts, test_it_reports = table("event-uncaught", ACCEPTED, REPORTED)

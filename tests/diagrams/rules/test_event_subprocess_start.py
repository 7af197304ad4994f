"""Rule event-subprocess-start."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

MAIN = '<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>' + flows("s a e")
MESSAGE = '<messageEventDefinition messageRef="m_answer"/>'


def handler(start: str, attributes: str = "", inside: str = "") -> str:
    begin = f'<startEvent id="hs" {attributes}>{start}</startEvent>'
    return f'{MAIN}<subProcess id="h" triggeredByEvent="true">{begin}{inside}</subProcess>'


ACCEPTED = {
    "by a message": handler(MESSAGE),
    "beside, by a message": handler(MESSAGE, 'isInterrupting="false"'),
    "by an error": handler("<errorEventDefinition/>"),
}
REPORTED = {
    "without trigger": Reported(handler(""), "hs", "never starts"),
    "without start": Reported(
        MAIN + '<subProcess id="h" triggeredByEvent="true"><task id="t"/></subProcess>', "h", "0 start events"
    ),
    "with two starts": Reported(
        handler(MESSAGE, inside=f'<startEvent id="h2">{MESSAGE}</startEvent>'), "h", "2 start events"
    ),
    "an error beside": Reported(
        handler("<errorEventDefinition/>", 'isInterrupting="false"'), "hs", "always interrupts"
    ),
    "by a link": Reported(handler('<linkEventDefinition name="L"/>'), "hs", "link event"),
    "in the flow": Reported(handler(MESSAGE) + flows("a h"), "h", "touches the event subprocess"),
}

test_it_accepts, test_it_reports = table("event-subprocess-start", ACCEPTED, REPORTED)

"""Rule unused-definition."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

START = '<startEvent id="s"/>{}' + flows("s a")
USED = {
    "message": '<receiveTask id="a" messageRef="m_answer"/><receiveTask id="b" messageRef="m_other"/>',
    "signal": '<endEvent id="c"><signalEventDefinition signalRef="g_stop"/></endEvent>',
    "error": '<endEvent id="d"><errorEventDefinition errorRef="x_lost"/></endEvent>',
    "escalation": '<endEvent id="f"><escalationEventDefinition escalationRef="c_late"/></endEvent>',
}


def without(kind: str) -> str:
    return START.format("".join(part for name, part in USED.items() if name != kind) + '<task id="a"/>')


ACCEPTED = {
    "all used": START.format("".join(USED.values())),
}
REPORTED = {
    "a signal that nobody uses": Reported(without("signal"), "g_stop", "the signal “stop”", "info"),
    "an error": Reported(without("error"), "x_lost", "the error “lost”", "info"),
    "an escalation": Reported(without("escalation"), "c_late", "the escalation “late”", "info"),
}

test_it_accepts, test_it_reports = table("unused-definition", ACCEPTED, REPORTED)

"""Rule event-kind."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def event(type_name: str, inner: str) -> str:
    return f'<startEvent id="s"/><{type_name} id="x">{inner}</{type_name}>' + flows("s x")


CANCEL = '<endEvent id="x"><cancelEventDefinition/></endEvent>'
ACCEPTED = {
    "catching a signal": event("intermediateCatchEvent", '<signalEventDefinition signalRef="g_stop"/>'),
    "throwing nothing": event("intermediateThrowEvent", ""),
    "throwing an escalation": event(
        "intermediateThrowEvent", '<escalationEventDefinition escalationRef="c_late"/>'
    ),
    "ending by an error": event("endEvent", '<errorEventDefinition errorRef="x_lost"/>'),
    "cancelling a transaction": f"""<startEvent id="s"/><transaction id="t"><startEvent id="s1"/>
        {CANCEL}{flows("s1 x")}</transaction>"""
    + flows("s t"),
}
REPORTED = {
    "catching nothing": Reported(event("intermediateCatchEvent", ""), "x", "waits for nothing"),
    "catching an error": Reported(
        event("intermediateCatchEvent", '<errorEventDefinition errorRef="x_lost"/>'), "x", "error event"
    ),
    "throwing a timer": Reported(
        event(
            "intermediateThrowEvent",
            "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>",
        ),
        "x",
        "timer event",
    ),
    "ending by a link": Reported(event("endEvent", '<linkEventDefinition name="L"/>'), "x", "link event"),
    "cancelling outside of a transaction": Reported(
        '<startEvent id="s"/>' + CANCEL + flows("s x"), "x", "no transaction"
    ),
}

test_it_accepts, test_it_reports = table("event-kind", ACCEPTED, REPORTED)

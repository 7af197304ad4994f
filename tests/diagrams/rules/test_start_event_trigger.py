"""Rule start-event-trigger."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

MESSAGE = '<messageEventDefinition messageRef="m_answer"/>'


def inside(start: str) -> str:
    return f"""<startEvent id="s"/><subProcess id="S"><startEvent id="s1">{start}</startEvent></subProcess>
        """ + flows("s S")


ACCEPTED = {
    "a message starts the process": f'<startEvent id="s">{MESSAGE}</startEvent>',
    "a plain start in a subprocess": inside(""),
}
REPORTED = {
    "a trigger in a subprocess": Reported(inside(MESSAGE), "s1", "start event with a trigger"),
    "an error starts the process": Reported(
        '<startEvent id="s"><errorEventDefinition/></startEvent>', "s", "by an error event"
    ),
}

test_it_accepts, test_it_reports = table("start-event-trigger", ACCEPTED, REPORTED)

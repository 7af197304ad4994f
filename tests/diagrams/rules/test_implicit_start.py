"""Rule implicit-start."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

END = '<task id="a"/><endEvent id="e"/>' + flows("a e")
ACCEPTED = {
    "a start event": '<startEvent id="s"/>' + END + flows("s a"),
    "neither start nor end": '<task id="a"/><task id="b"/>' + flows("a b"),
    "a task that starts the process": END.replace(
        "<task", '<receiveTask instantiate="true" messageRef="m_answer"'
    ),
}
REPORTED = {
    "only an end": Reported(END, "p", "begins with a", "warning"),
    "only an end in a subprocess": Reported(
        f'<startEvent id="s"/><subProcess id="q">{END}</subProcess>' + flows("s q"),
        "q",
        "no start event",
        "warning",
    ),
}

test_it_accepts, test_it_reports = table("implicit-start", ACCEPTED, REPORTED)

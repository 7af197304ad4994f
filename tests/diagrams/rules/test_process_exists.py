"""Rule process-exists."""

from tests.diagrams.drawing import document, flows, process
from tests.diagrams.tables import Reported, table


def call(attributes: str) -> str:
    return f'<startEvent id="s"/><callActivity id="a" name="Call" {attributes}/>' + flows("s a")


ACCEPTED = {
    "one of the same file": document(
        process(call('calledElement="q"')), process('<startEvent id="t"/>', "q")
    ),
    "itself": call('calledElement="p"'),
    "a global task": document(call('calledElement="g"'), extra='<globalUserTask id="g" name="Ask"/>'),
    "by a qualified name": call('calledElement="tns:p"'),
}
REPORTED = {
    "none": Reported(call(""), "a", "does not say which process"),
    "one that is not there": Reported(call('calledElement="zz"'), "a", "calls “zz”"),
    "one that is not in the package": Reported(
        call('calledElement="zz"'), "a", "no diagram of this package", in_package=True
    ),
}

test_it_accepts, test_it_reports = table("process-exists", ACCEPTED, REPORTED)

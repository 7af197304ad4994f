"""Rule mail-exists."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table


def send(mail: str) -> str:
    return f'<startEvent id="s"/><sendTask id="a" name="Tell" querela:mail="{mail}"/>' + flows("s a")


ACCEPTED = {"no mail": '<startEvent id="s"/>'}
REPORTED = {
    "not in the package": Reported(send("news"), "a", "no text of that name", in_package=True),
    "beside a single file": Reported(send("news"), "a", "not part of this file", "warning"),
}

test_it_accepts, test_it_reports = table("mail-exists", ACCEPTED, REPORTED)

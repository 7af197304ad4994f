"""Rule uneven."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

TASKS = '<startEvent id="s"/>' + flows("s a b c d")
DUE = "".join(f'<userTask id="{n}" querela:due="P1D"/>' for n in "abc")
MAIL = '<sendTask id="{}" querela:mail="late" querela:to="handler" {}/>'
MARKED = "".join(MAIL.format(n, 'querela:milestone="escalated"') for n in "abc")
ACCEPTED = {
    "all alike": TASKS + DUE + '<userTask id="d" querela:due="P2D"/>',
    "few": TASKS
    + DUE.replace('<userTask id="c" querela:due="P1D"/>', '<task id="c"/>')
    + '<userTask id="d"/>',
    "another mail": TASKS + MARKED + MAIL.format("d", "").replace("late", "hello"),
}
REPORTED = {
    "one without a due time": Reported(TASKS + DUE + '<userTask id="d"/>', "d", "no querela:due", "info"),
    "one mail without its milestone": Reported(
        TASKS + MARKED + MAIL.format("d", ""), "d", "the mail “late”", "info"
    ),
}

test_it_accepts, test_it_reports = table("uneven", ACCEPTED, REPORTED)

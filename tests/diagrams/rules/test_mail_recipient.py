"""Rule mail-recipient."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

SEND = '<startEvent id="s"/><sendTask id="a" querela:mail="m" {}/>' + flows("s a")
ACCEPTED = {
    "the complainant": SEND.format('querela:to="complainant"'),
    "roles": SEND.format('querela:to="handler, reviewer"'),
    "an expression": SEND.format('querela:to="=[person]"'),
    "an address": SEND.format('querela:to="desk@example.org"'),
    "no mail": '<startEvent id="s"/><sendTask id="a" messageRef="m_answer"/>' + flows("s a"),
}
REPORTED = {
    "nobody": Reported(SEND.format(""), "a", "to nobody", "warning"),
    "no role": Reported(SEND.format('querela:to="boss"'), "a", "neither the complainant", "warning"),
}

test_it_accepts, test_it_reports = table("mail-recipient", ACCEPTED, REPORTED)

"""Rule decision-exists."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

START = '<startEvent id="s"/>' + flows("s a")
ACCEPTED = {"no decision, no business rule task": START + '<task id="a"/>'}
REPORTED = {
    "no decision": Reported(START + '<businessRuleTask id="a"/>', "a", "does not say which decision"),
    "one that is not there": Reported(
        START + '<businessRuleTask id="a" querela:decision="triage"/>', "a", "“triage”"
    ),
    "one that is not in the package": Reported(
        START + '<businessRuleTask id="a" querela:decision="triage"/>', "a", "this package", in_package=True
    ),
}

test_it_accepts, test_it_reports = table("decision-exists", ACCEPTED, REPORTED)

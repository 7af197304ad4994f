"""Rule attribute-place."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

START = '<startEvent id="s"/>' + flows("s a")
ACCEPTED = {
    "a form on a user task": START + '<userTask id="a" querela:form="f" querela:due="P1D"/>',
    "a mail on a send task": START + '<sendTask id="a" querela:mail="m" querela:to="handler"/>',
    "a mail on a throwing event": START
    + '<endEvent id="a"><messageEventDefinition querela:mail="m" querela:to="handler"/></endEvent>',
    "a milestone anywhere": START + '<task id="a" querela:milestone="closed"/>',
    "a decision on its task": START + '<businessRuleTask id="a" querela:decision="d" querela:result="r"/>',
}
REPORTED = {
    "a form on a plain task": Reported(
        START + '<task id="a" querela:form="f"/>', "a", "only a manual task or user task", "warning"
    ),
    "a mail on a script task": Reported(
        START + '<scriptTask id="a" querela:mail="m"/>', "a", "querela:mail", "warning"
    ),
    "a decision on a user task": Reported(
        START + '<userTask id="a" querela:decision="d"/>', "a", "querela:decision", "warning"
    ),
    "a recipient without a mail": Reported(
        START + '<sendTask id="a" querela:to="handler"/>', "a", "not which mail", "warning"
    ),
}

test_it_accepts, test_it_reports = table("attribute-place", ACCEPTED, REPORTED)

"""Rule attribute-known."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

START = '<startEvent id="s"/>' + flows("s a")
ACCEPTED = {
    "attributes that are read": START
    + '<userTask id="a" querela:form="f" querela:candidateGroups="handler"/>',
    "elements that are read": START
    + """<userTask id="a"><extensionElements>
        <querela:outputs><querela:output source="x" target="y"/></querela:outputs>
        </extensionElements></userTask>""",
    "attributes of other vendors": START
    + '<userTask id="a" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:formKey="f"/>',
}
REPORTED = {
    "a slip": Reported(START + '<userTask id="a" querela:mileston="closed"/>', "a", "mileston", "warning"),
    "an unknown element": Reported(
        START + '<userTask id="a"><extensionElements><querela:budget/></extensionElements></userTask>',
        "a",
        "querela:budget",
        "warning",
    ),
}

test_it_accepts, test_it_reports = table("attribute-known", ACCEPTED, REPORTED)

"""Rule schema."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

START = '<startEvent id="s"/>' + flows("s a")
FOREIGN = 'xmlns:z="urn:z" z:colour="red"'
ACCEPTED = {
    "what BPMN knows": START + '<userTask id="a" implementation="##unspecified"/>',
    "foreign attributes": START + f'<userTask id="a" {FOREIGN}/>',
    "foreign elements": START
    + f'<userTask id="a"><extensionElements><z:x {FOREIGN}/></extensionElements></userTask>',
    "a choice in any order": START
    + '<userTask id="a"/><textAnnotation id="n"><text>x</text></textAnnotation>',
}
REPORTED = {
    "an unknown attribute": Reported(
        START + '<userTask id="a" colour="red"/>', "a", "no attribute “colour”", "warning"
    ),
    "an unknown element": Reported(
        START + '<userTask id="a"><thing/></userTask>', "a", "no <thing>", "warning"
    ),
    "a missing attribute": Reported(
        START + '<task id="a"/><association id="c" sourceRef="a"/>', "c", "lacks the attribute", "warning"
    ),
    "a value that means nothing": Reported(
        START + '<userTask id="a" startQuantity="one"/>', "a", "means nothing", "warning"
    ),
    "a truth that means nothing": Reported(
        START + '<subProcess id="a" triggeredByEvent="maybe"/>', "a", "“maybe”"
    ),
}

test_it_accepts, test_it_reports = table("schema", ACCEPTED, REPORTED)

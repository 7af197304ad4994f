"""Rule element-known."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

ACCEPTED = {
    "what BPMN knows": """<startEvent id="s"/><dataObject id="o"/><textAnnotation id="n"/><laneSet id="l"/>
        <documentation/><extensionElements/><association id="as" sourceRef="s" targetRef="n"/>""",
    "foreign elements": '<startEvent id="s"/><x:thing xmlns:x="urn:x"/>',
}
REPORTED = {
    "an element of a choreography": Reported(
        '<startEvent id="s"/><choreographyTask id="a"/>' + flows("s a"), "a", "choreographyTask"
    ),
}

test_it_accepts, test_it_reports = table("element-known", ACCEPTED, REPORTED)

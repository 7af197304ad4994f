"""Rule label-required."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

SPLIT = """<startEvent id="s"/><exclusiveGateway id="g" default="g-b"/><task id="a" name="A"/>
<task id="b" name="B"/>"""
NAMED = flows("s g", "g a if: x", "g b").replace('id="g-a"', 'id="g-a" name="yes"')
ACCEPTED = {
    "all labelled": SPLIT + NAMED.replace('id="g-b"', 'id="g-b" name="no"'),
    "events and gateways without": '<startEvent id="s"/><parallelGateway id="g"/>' + flows("s g"),
}
REPORTED = {
    "a task": Reported('<startEvent id="s"/><userTask id="a"/>' + flows("s a"), "a", "user task", "warning"),
    "a branch": Reported(SPLIT + NAMED, "g-b", "branch from g to “B”", "warning"),
}

test_it_accepts, test_it_reports = table("label-required", ACCEPTED, REPORTED)

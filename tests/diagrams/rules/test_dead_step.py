"""Rule dead-step."""

from tests.diagrams.drawing import flows
from tests.diagrams.tables import Reported, table

XOR_AND = """<startEvent id="s"/><exclusiveGateway id="g" default="g-b"/><task id="a"/><task id="b"/>
<parallelGateway id="j"/><task id="c"/>"""
JOINED = (
    """<startEvent id="s"/><parallelGateway id="g"/><task id="a"/><task id="b"/><parallelGateway id="j"/>"""
)

ACCEPTED = {
    "split and joined alike": JOINED + flows("s g a j", "g b j"),
    "what follows a boundary event": """<startEvent id="s"/><userTask id="a"/><task id="b"/>
        <boundaryEvent id="t" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration>
        </timerEventDefinition></boundaryEvent>"""
    + flows("s a", "t b"),
    "beside a terminate end": """<startEvent id="s"/><parallelGateway id="g"/><task id="a"/><task id="b"/>
        <endEvent id="e"><terminateEventDefinition/></endEvent>"""
    + flows("s g a e", "g b"),
    "behind a link": """<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="L"/>
        </intermediateThrowEvent><intermediateCatchEvent id="k"><linkEventDefinition name="L"/>
        </intermediateCatchEvent><task id="a"/>"""
    + flows("s t", "k a"),
}
REPORTED = {
    "a join that never has all its tokens": Reported(
        XOR_AND.replace('<task id="c"/>', "") + flows("s g a j", "g b j"),
        "j",
        "no play comes to it",
        "warning",
    ),
}

test_it_accepts, test_it_reports = table("dead-step", ACCEPTED, REPORTED)

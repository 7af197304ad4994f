"""Rule event-reference."""

from tests.diagrams.drawing import document, flows
from tests.diagrams.tables import Reported, table


def node(xml: str) -> str:
    return f'<startEvent id="s"/>{xml}' + flows("s x")


ACCEPTED = {
    "a message": node('<receiveTask id="x" messageRef="m_answer"/>'),
    "a mail in place of a message": node('<sendTask id="x" querela:mail="news"/>'),
    "a mail by an event": node('<endEvent id="x" querela:mail="news"><messageEventDefinition/></endEvent>'),
    "any error": """<startEvent id="s"/><userTask id="a"/><boundaryEvent id="b" attachedToRef="a">
        <errorEventDefinition/></boundaryEvent>""",
}
CATCHING = '<intermediateCatchEvent id="x"><messageEventDefinition/></intermediateCatchEvent>'
FLOW = '<messageFlow id="f" name="order" sourceRef="pool" targetRef="x"/>'
POOL = '<participant id="pool" name="Customer"/>'
OPERATION = """<message id="m" name="m"/><interface id="i" name="i"><operation id="o" name="o">
    <inMessageRef>m</inMessageRef></operation></interface>"""
ACCEPTED |= {
    "a message that a message flow brings": document(
        node(CATCHING), extra=f'<collaboration id="c">{POOL}{FLOW}</collaboration>'
    ),
    "the message of an operation": document(node('<receiveTask id="x" operationRef="o"/>'), extra=OPERATION),
}
REPORTED = {
    "a receive task": Reported(node('<receiveTask id="x"/>'), "x", "waits for no message"),
    "a send task": Reported(node('<sendTask id="x"/>'), "x", "nobody can receive it", "warning"),
    "an end event that sends": Reported(
        node('<endEvent id="x"><messageEventDefinition/></endEvent>'), "x", "nobody can receive it", "warning"
    ),
    "a catching event": Reported(
        node('<intermediateCatchEvent id="x"><messageEventDefinition/></intermediateCatchEvent>'),
        "x",
        "no particular message",
    ),
    "a signal": Reported(
        node('<intermediateThrowEvent id="x"><signalEventDefinition/></intermediateThrowEvent>'),
        "x",
        "no particular signal",
    ),
    "an empty condition": Reported(
        node("""<intermediateCatchEvent id="x"><conditionalEventDefinition><condition/>
            </conditionalEventDefinition></intermediateCatchEvent>"""),
        "x",
        "condition that is not written",
    ),
    "a message without a name": Reported(
        document(
            node("""<intermediateCatchEvent id="x"><messageEventDefinition messageRef="m"/>
            </intermediateCatchEvent>"""),
            extra='<message id="m"/>',
        ),
        "x",
        "has no name",
        "warning",
    ),
}

test_it_accepts, test_it_reports = table("event-reference", ACCEPTED, REPORTED)

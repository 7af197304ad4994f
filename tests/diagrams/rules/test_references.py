"""Rule references."""

from tests.diagrams.drawing import document, flows
from tests.diagrams.tables import Reported, table

START = '<startEvent id="s"/><task id="a"/>' + flows("s a")


def event(definition: str) -> str:
    return f'{START}<intermediateThrowEvent id="x">{definition}</intermediateThrowEvent>' + flows("a x")


def default(chains: tuple[str, ...]) -> str:
    return f'{START}<exclusiveGateway id="g" default="s-a"/><task id="b"/><task id="c"/>' + flows(
        "a g", *chains
    )


LANE = '<laneSet id="l"><lane id="l1"><flowNodeRef>{}</flowNodeRef></lane></laneSet>'
ACCEPTED = {
    "all there": event('<signalEventDefinition signalRef="g_stop"/>') + LANE.format("a"),
    "qualified names": event('<signalEventDefinition signalRef="tns:g_stop"/>'),
    "a collaboration": document(
        '<collaboration id="c"><participant id="pa" processRef="p"/></collaboration>', START
    ),
}
REPORTED = {
    "a flow into nothing": Reported(START + flows("a zz"), "a-zz", "“zz”, which does not exist"),
    "a flow from nothing": Reported(START + flows("zz a"), "zz-a", "(sourceRef)"),
    "a flow with one end": Reported(START + '<sequenceFlow id="f" sourceRef="a"/>', "f", "ends nowhere"),
    "a flow into an annotation": Reported(
        START + '<textAnnotation id="n"/>' + flows("a n"),
        "a-n",
        "is a text annotation and not a flow element",
    ),
    "a message": Reported(event('<messageEventDefinition id="d1" messageRef="zz"/>'), "d1", "(messageRef)"),
    "a message that is an error": Reported(
        event('<messageEventDefinition id="d1" messageRef="x_lost"/>'), "d1", "is an error and not a message"
    ),
    "a signal": Reported(event('<signalEventDefinition id="d1" signalRef="zz"/>'), "d1", "(signalRef)"),
    "an escalation": Reported(
        event('<escalationEventDefinition id="d1" escalationRef="zz"/>'), "d1", "(escalationRef)"
    ),
    "an error": Reported(
        START + '<endEvent id="e"><errorEventDefinition id="d1" errorRef="zz"/></endEvent>' + flows("a e"),
        "d1",
        "(errorRef)",
    ),
    "an empty reference": Reported(
        event('<signalEventDefinition id="d1" signalRef=""/>'), "d1", "to nothing"
    ),
    "a boundary event": Reported(
        START + '<boundaryEvent id="b" attachedToRef="zz"><errorEventDefinition/></boundaryEvent>',
        "b",
        "(attachedToRef)",
    ),
    "a boundary event on an event": Reported(
        START + '<boundaryEvent id="b" attachedToRef="s"><errorEventDefinition/></boundaryEvent>',
        "b",
        "is a start event",
    ),
    "a data object": Reported(
        START + '<dataObjectReference id="o" dataObjectRef="zz"/>', "o", "(dataObjectRef)"
    ),
    "a lane": Reported(START + LANE.format("zz"), "l1", "(flowNodeRef)"),
    "a pool": Reported(
        document('<collaboration id="c"><participant id="pa" processRef="zz"/></collaboration>', START),
        "pa",
        "(processRef)",
    ),
    "an end of an association": Reported(
        START + '<association id="as" sourceRef="a" targetRef="zz"/>', "as", "(targetRef)"
    ),
    "a default that is not there": Reported(
        START.replace('id="a"', 'id="a" default="zz"', 1), "a", "(default)"
    ),
    "a default of another element": Reported(
        default(("g b if: x", "g c if: y")), "g", "leaves another element"
    ),
    "a default without choice": Reported(default(("g b",)), "g", "leaves another element", "warning"),
    "a shared event definition": Reported(
        event("<eventDefinitionRef>zz</eventDefinitionRef>"), "x", "(eventDefinitionRef)"
    ),
    "a source of data": Reported(
        START.replace(
            '<task id="a"/>',
            """<task id="a"><dataOutputAssociation id="da"><sourceRef>zz</sourceRef><targetRef>a</targetRef>
            </dataOutputAssociation></task>""",
        ),
        "da",
        "(sourceRef)",
        "warning",
    ),
    "a note of a modeler": Reported(
        START.replace('<task id="a"/>', '<task id="a"><outgoing>zz</outgoing></task>'),
        "a",
        "(outgoing)",
        "warning",
    ),
}

test_it_accepts, test_it_reports = table("references", ACCEPTED, REPORTED)

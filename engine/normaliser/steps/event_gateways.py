"""Behind an event-based gateway come events to wait for; where there are none, a person decides."""

from engine.diagram.model import Node
from engine.diagram.names import BPMN
from engine.normaliser.sheet import Sheet
from engine.normaliser.triggers import message_named
from engine.normaliser.weaving import end_behind, node_before

RULE = "event-gateways"
_WAITING = frozenset(["intermediateCatchEvent", "receiveTask"])


def apply(sheet: Sheet) -> None:
    """Make event-based gateways exclusive that wait for nothing, and let the others wait on every way."""
    for node in sheet.graph.nodes:
        if node.type == "eventBasedGateway":
            _gateway(sheet, node)
    sheet.settle()
    for node in sheet.graph.nodes:
        if node.is_gateway and not node.outgoing:
            _without_exit(sheet, node)


def _gateway(sheet: Sheet, node: Node) -> None:
    targets = [flow.target for flow in node.outgoing if flow.target is not None]
    wrong = [target for target in targets if target.type not in _WAITING]
    if targets and not wrong:
        return
    if len(wrong) == len(targets):
        node.xml.tag = f"{{{BPMN}}}exclusiveGateway"
        for name in ("instantiate", "eventGatewayType"):
            node.xml.attrib.pop(name, None)
        message = f"No event stands behind the event-based gateway {node}, so it is an exclusive one."
        sheet.decide(RULE, node.xml, message, "eventBasedGateway", "exclusiveGateway")
        return
    for target in dict.fromkeys(wrong):
        said = next((f.name for f in node.outgoing if f.target is target and f.name), None)
        name = said or target.name or f"message {target.id}"
        made = node_before(sheet, target.xml, "intermediateCatchEvent", name, f"{target.id}_awaited", node.id)
        definition = made.makeelement(f"{{{BPMN}}}messageEventDefinition", {})
        definition.set("messageRef", message_named(sheet, name).get("id") or "")
        made.append(definition)
        message = (
            f"{target} is no event that the gateway {node} could wait for, so the message “{name}” was put "
            "before it."
        )
        sheet.decide(RULE, made, message, None, made.get("id"))


def _without_exit(sheet: Sheet, node: Node) -> None:
    """A way that leads into a gateway and no further ends there."""
    end = end_behind(sheet, node.xml)
    message = f"Nothing leads on from the gateway {node}, so an end was drawn behind it."
    sheet.decide(RULE, node.xml, message, None, end.get("id"))

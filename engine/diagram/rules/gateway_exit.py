"""A token that enters a gateway or an event has to have a way out, unless it may end there."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.names import words
from engine.diagram.reach import reached
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if not node.is_gateway:
            continue
        if not node.outgoing:
            message = f"The {words(node.type)} {node} has no way out."
            severity = Severity.ERROR if node in reached(diagram) else Severity.WARNING
            yield Report(node, message, "Draw a sequence flow out of it, or end in an end event.", severity)
        elif len(node.incoming) <= 1 and len(node.outgoing) == 1:
            message = f"The {words(node.type)} {node} neither splits nor joins."
            yield Report(node, message, "Remove it, or draw the missing flow.", Severity.WARNING)
        if node.type == "eventBasedGateway":
            yield from _event_gateway(node)


def _event_gateway(node: Node) -> Iterator[Report]:
    for flow in node.outgoing:
        target = flow.target
        if target is not None and target.type not in ("intermediateCatchEvent", "receiveTask"):
            message = f"After the event-based gateway {node} comes {target}, which is no event to wait for."
            yield Report(flow, message, "Lead it to a catching event or a receive task.")
        if flow.conditional:
            message = f"A flow out of the event-based gateway {node} has a condition."
            yield Report(flow, message, "Remove the condition: the event decides.")


rule = Rule("gateway-exit", Severity.ERROR, check)

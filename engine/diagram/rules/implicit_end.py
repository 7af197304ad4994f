"""Where a drawing has end events, every branch leads to one; what stops short was probably forgotten."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node, Scope
from engine.diagram.names import words
from engine.diagram.reach import reached
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for scope in diagram.scopes:
        ends = any(node.type == "endEvent" for node in scope.nodes)
        for node in scope.nodes:
            if node.type == "boundaryEvent" and _stops(node):
                message = f"Nothing follows the boundary event {node}: it happens, and that is all."
                yield Report(node, message, "Draw what is done then, or remove the event.")
            elif ends and _flows(node, scope) and _stops(node) and node in reached(diagram):
                message = (
                    f"The {words(node.type)} {node} leads nowhere, while other branches have an end event."
                )
                yield Report(node, message, "Draw the missing flow, or an end event behind it.")


def _stops(node: Node) -> bool:
    return not node.outgoing and not node.kinds & {"compensate", "link"}


def _flows(node: Node, scope: Scope) -> bool:
    """Whether tokens are meant to go on from here."""
    beside = node.is_event_subprocess or node.is_compensation_handler or node.is_gateway
    loose = scope.owner is not None and scope.owner.type == "adHocSubProcess"
    return node.type != "endEvent" and not beside and not loose


rule = Rule("implicit-end", Severity.WARNING, check)

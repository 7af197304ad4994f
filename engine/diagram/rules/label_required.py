"""What people see in tasklist, status page and trace has a label."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_DECIDING = ("exclusiveGateway", "inclusiveGateway")


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node.is_activity and not node.name and not node.is_event_subprocess:
            yield Report(
                node, f"The {words(node.type)} {node} has no label.", "Say what is done, with a verb."
            )
        if node.type in _DECIDING and len(node.outgoing) > 1:
            yield from _branches(node)


def _branches(node: Node) -> Iterator[Report]:
    for flow in node.outgoing:
        if not flow.name and not (flow is node.default and len(node.outgoing) > 2):
            target = flow.target or flow
            message = f"The branch from {node} to {target} has no label."
            yield Report(flow, message, "Say in a word when it is taken.")


rule = Rule("label-required", Severity.WARNING, check)

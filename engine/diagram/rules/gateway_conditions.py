"""An exclusive gateway can decide: each way out has a condition or is the default."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node.type == "exclusiveGateway" and len(node.outgoing) > 1:
            yield from _undecided(node)
        if node.type == "inclusiveGateway" and len(node.outgoing) > 1:
            yield from _never_empty(node)
        yield from _conditional_default(node)


def _undecided(node: Node) -> Iterator[Report]:
    open_flows = [flow for flow in node.outgoing if not flow.conditional and flow is not node.default]
    if open_flows:
        targets = ", ".join(sorted(str(flow.target or flow) for flow in open_flows))
        message = f"The gateway {node} cannot decide: no condition leads to {targets}."
        yield Report(node, message, "Write a condition on each flow, or mark one as the default.")
    elif node.default is None:
        message = (
            f"The gateway {node} has no default flow: if no condition holds, the case stops with an incident."
        )
        yield Report(node, message, "Mark one flow as the default.", Severity.INFO)


def _never_empty(node: Node) -> Iterator[Report]:
    if node.default is None and all(flow.conditional for flow in node.outgoing):
        message = (
            f"The gateway {node} has no default flow: if no condition holds, the case stops with an incident."
        )
        yield Report(node, message, "Mark one flow as the default.", Severity.INFO)


def _conditional_default(node: Node) -> Iterator[Report]:
    default = node.default
    if default is not None and default.conditional:
        message = f"The default flow out of {node} also has a condition, which nobody asks."
        yield Report(default, message, "Remove the condition, or choose another default.", Severity.WARNING)


rule = Rule("gateway-conditions", Severity.ERROR, check)

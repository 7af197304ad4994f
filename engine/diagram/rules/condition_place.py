"""A condition stands where somebody asks it: behind an activity or a gateway that decides."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_DECIDING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        yield from _conditions(node)
        yield from _default(node)


def _conditions(node: Node) -> Iterator[Report]:
    for flow in node.outgoing:
        if not flow.conditional:
            continue
        if node.type == "parallelGateway":
            message = (
                f"The parallel gateway {node} takes all its ways out; the condition of {flow} is not asked."
            )
            yield Report(flow, message, "Remove the condition, or make it an inclusive or exclusive gateway.")
        elif node.is_event:
            message = (
                f"The flow {flow} out of the {words(node.type)} {node} has a condition; events have none."
            )
            yield Report(flow, message, "Put an exclusive gateway behind the event, and the condition on it.")
        elif node.type == "exclusiveGateway" and len(node.outgoing) == 1:
            message = f"The only way out of {node} has a condition: where it is not true, the case stops."
            yield Report(flow, message, "Remove the condition, or draw the other way out.")
        elif node.is_activity and len(node.outgoing) == 1:
            message = f"The only flow out of {node} has a condition: where it is not true, the case stops."
            yield Report(flow, message, "Remove the condition, or draw the other way out.")


def _default(node: Node) -> Iterator[Report]:
    if node.default is None:
        return
    if not (node.is_activity or node.type in _DECIDING):
        message = f"The {words(node.type)} {node} has a default flow, but decides nothing."
        yield Report(node, message, "Remove the default, or choose a gateway that decides.")
    elif not any(flow.conditional for flow in node.outgoing):
        message = f"The {words(node.type)} {node} has a default flow, but no flow out of it has a condition."
        yield Report(node, message, "Write the condition of the other flow.")


rule = Rule("condition-place", Severity.WARNING, check)

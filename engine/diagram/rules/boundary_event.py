"""A boundary event sits on an activity of its own scope, waits for something, and nothing leads into it."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node, local
from engine.diagram.names import ACTIVITIES
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_ALWAYS_INTERRUPT = {"error": "An error", "cancel": "A cancellation"}
_TRIGGERS = frozenset(
    ["message", "timer", "signal", "error", "escalation", "conditional", "compensate", "cancel"]
)


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node.type == "boundaryEvent":
            yield from _host(diagram, node)
            yield from _trigger(node)


def _host(diagram: Diagram, node: Node) -> Iterator[Report]:
    hint = "Drag it onto the edge of a task or subprocess."
    if node.host is None:
        named = node.xml.get("attachedToRef")
        target = diagram.by_id.get(named) if named else None
        if not named or (target is not None and local(target) in ACTIVITIES):
            # A reference that leads nowhere, or to something else, is reported as such.
            yield Report(node, f"The boundary event {node} sits on no activity of its process.", hint)
    elif node.host.scope is not node.scope:
        message = f"The boundary event {node} and its activity {node.host} are not in the same scope."
        yield Report(node, message, hint)
    elif node.host.is_event_subprocess:
        yield Report(
            node, f"The boundary event {node} sits on an event subprocess, which cannot have one.", hint
        )
    elif "cancel" in node.kinds and node.host.type != "transaction":
        message = f"The cancel event {node} sits on {node.host}, which is not a transaction."
        yield Report(node, message, "Make the subprocess a transaction, or choose another trigger.")
    if node.incoming:
        message = f"A sequence flow leads into the boundary event {node}."
        yield Report(node, message, "Lead it to the element after the boundary event.")


def _trigger(node: Node) -> Iterator[Report]:
    if not node.events:
        message = f"The boundary event {node} waits for nothing: it has no trigger."
        yield Report(node, message, "Choose a trigger: timer, message, error, …")
    for event in node.events:
        if event.kind not in _TRIGGERS:
            message = f"The boundary event {node} cannot have a {event.kind} trigger."
            yield Report(node, message, "Choose another trigger: timer, message, error, …")
        elif event.kind in _ALWAYS_INTERRUPT and not node.interrupting:
            message = (
                f"{_ALWAYS_INTERRUPT[event.kind]} always interrupts, but {node} is drawn as non-interrupting."
            )
            yield Report(node, message, "Make the boundary event interrupting.")


rule = Rule("boundary-event", Severity.ERROR, check)

"""An event subprocess has one start event with a trigger, and stands outside the flow."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.names import one
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_TRIGGERS = frozenset(["message", "timer", "signal", "error", "escalation", "conditional", "compensate"])


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node.is_event_subprocess:
            yield from _start(node)
            if node.incoming or node.outgoing:
                message = f"A sequence flow touches the event subprocess {node}."
                yield Report(node, message, "Remove the flow: an event subprocess starts by its event only.")


def _start(node: Node) -> Iterator[Report]:
    starts = [inner for inner in node.inner.nodes if inner.type == "startEvent"] if node.inner else []
    if len(starts) != 1:
        message = f"The event subprocess {node} has {len(starts)} start events instead of one."
        yield Report(node, message, "Draw exactly one start event with a trigger in it.")
        return
    start = starts[0]
    if not start.events:
        message = f"The event subprocess {node} never starts: its start event has no trigger."
        yield Report(start, message, "Choose a trigger for its start event.")
    for event in start.events:
        if event.kind not in _TRIGGERS:
            message = f"An event subprocess cannot start by {one(event.kind)} event."
            yield Report(start, message, "Choose another trigger: timer, message, error, …")
        if event.kind == "error" and not start.interrupting:
            message = (
                f"An error always interrupts, but the start event of {node} is drawn as non-interrupting."
            )
            yield Report(start, message, "Make the start event interrupting.")


rule = Rule("event-subprocess-start", Severity.ERROR, check)

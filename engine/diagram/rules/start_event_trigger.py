"""A subprocess starts when a token comes, so its start event has no trigger; a process starts by no error."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.names import one
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_TRIGGERS = frozenset(["message", "timer", "signal", "conditional"])


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node.type != "startEvent" or not node.events:
            continue
        owner = node.scope.owner
        if owner is None:
            yield from _process_start(node)
        elif not owner.is_event_subprocess:
            message = f"The subprocess {owner} has a start event with a trigger, {node}."
            hint = "Remove the trigger, or put a catching event behind a plain start event."
            yield Report(node, message, hint)


def _process_start(node: Node) -> Iterator[Report]:
    for event in node.events:
        if event.kind not in _TRIGGERS:
            message = f"A process cannot start by {one(event.kind)} event."
            yield Report(node, message, "Use a plain start event, or a message, timer, signal or condition.")


rule = Rule("start-event-trigger", Severity.ERROR, check)

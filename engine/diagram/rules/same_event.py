"""Of several events that wait on one activity for the same error, only one can have it."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_ONCE = frozenset({"error", "escalation", "cancel", "compensate"})


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for host in diagram.nodes:
        seen: dict[tuple[str, str], Node] = {}
        for event in sorted(host.boundary, key=lambda node: node.id or ""):
            for definition in event.events:
                if definition.kind not in _ONCE:
                    continue
                key = (definition.kind, definition.code(diagram))
                first = seen.setdefault(key, event)
                if first is not event:
                    message = f"{first} and {event} on {host} wait for the same {definition.kind}."
                    yield Report(event, message, "Keep one of them, or give them different codes.")


rule = Rule("same-event", Severity.WARNING, check)

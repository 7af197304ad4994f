"""An error or escalation that is thrown is caught somewhere around it."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, EventDefinition, Node, Scope
from engine.diagram.names import THROW_EVENTS, one, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_ENDS = {
    "error": "The case fails there",
    "escalation": "It goes on as if nothing had been thrown",
}


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    called = frozenset().union(*(other.called_ids() for other in setting.diagrams.values()))
    for node in diagram.nodes:
        if node.type not in THROW_EVENTS or node.scope.process.id in called:
            continue
        for event in node.events:
            if event.kind in _ENDS and not _caught(node.scope, node, event, diagram):
                message = (
                    f"The {words(node.type)} {node} throws {one(event.kind)} that nothing around it catches. "
                    f"{_ENDS[event.kind]}."
                )
                hint = "Catch it by a boundary event of the subprocess around, or by an event subprocess."
                yield Report(node, message, hint)


def _caught(scope: Scope, thrower: Node, event: EventDefinition, diagram: Diagram) -> bool:
    """Whether a handler of a scope or a boundary event of its owner takes the event, from within outwards."""
    here: Scope | None = scope
    while here is not None:
        starts = (start for handler in here.handlers() if handler.inner for start in handler.inner.nodes)
        beside = [
            start for start in starts if start.type == "startEvent" and start.scope is not thrower.scope
        ]
        around = here.owner.boundary if here.owner is not None else []
        if any(_takes(catching, event, diagram) for catching in (*beside, *around)):
            return True
        here = here.owner.scope if here.owner is not None else None
    return False


def _takes(catching: Node, event: EventDefinition, diagram: Diagram) -> bool:
    wanted = [one for one in catching.events if one.kind == event.kind]
    return any(one.reference is None or one.code(diagram) == event.code(diagram) for one in wanted)


rule = Rule("event-uncaught", Severity.WARNING, check)

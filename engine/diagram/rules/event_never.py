"""What waits for an error, an escalation or a cancellation stands around something that can cause it."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, EventDefinition, Node, Scope
from engine.diagram.names import one, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_BROUGHT_ABOUT = frozenset({"error", "escalation", "cancel"})


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        source = _source(node)
        if source is None:
            continue
        for event in node.events:
            if event.kind in _BROUGHT_ABOUT and not _comes(source, event, diagram):
                message = (
                    f"The {words(node.type)} {node} waits for {one(_word(event.kind))} that nothing in "
                    f"{source} brings about."
                )
                yield Report(node, message, "Draw an end event there that throws it, or remove this event.")


def _word(kind: str) -> str:
    return "cancellation" if kind == "cancel" else kind


def _source(node: Node) -> Node | Scope | None:
    """Where the event would have to come from: the host of a boundary event, the scope of a handler."""
    if node.type == "boundaryEvent":
        return node.host
    owner = node.scope.owner
    if node.type == "startEvent" and owner is not None and owner.is_event_subprocess:
        return owner.scope
    return None


def _comes(source: Node | Scope, event: EventDefinition, diagram: Diagram) -> bool:
    scope = source.inner if isinstance(source, Node) else source
    if isinstance(source, Node) and (source.type == "callActivity" or scope is None):
        return source.type == "callActivity" or _from_loop(source, event)
    todo = [scope] if scope is not None else []
    while todo:
        here = todo.pop()
        for node in here.nodes:
            if node.type == "callActivity" or _throws(node, event, diagram):
                return True
            if node.inner is not None and event.node.scope is not node.inner:
                todo.append(node.inner)
    return False


def _from_loop(host: Node, event: EventDefinition) -> bool:
    """A multi-instance task throws the event that its behaviour names."""
    loops = host.children("multiInstanceLoopCharacteristics")
    return any(loop.get("behavior") in ("None", "One", "Complex") for loop in loops)


def _throws(node: Node, wanted: EventDefinition, diagram: Diagram) -> bool:
    if node.children("multiInstanceLoopCharacteristics") and wanted.kind == "escalation":
        return True
    thrown = (event for event in node.events if event.kind == wanted.kind)
    if node.type not in ("endEvent", "intermediateThrowEvent"):
        return False
    return any(wanted.reference is None or one.code(diagram) == wanted.code(diagram) for one in thrown)


rule = Rule("event-never", Severity.WARNING, check)

"""Every element can be reached from a start of its scope."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node, Scope, truth
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for scope in diagram.scopes:
        reached = _reached(scope)
        for node in scope.nodes:
            if node not in reached:
                message = f"The {words(node.type)} {node} can never be reached from a start."
                yield Report(node, message, "Connect it, or remove it.")


def _reached(scope: Scope) -> set[Node]:
    """Nodes that a token of the scope can come to; where there is a start event, only those are entries."""
    entries = scope.entries()
    starts = [node for node in scope.nodes if node.type == "startEvent"]
    if starts:
        entries = [*starts, *(node for node in entries if truth(node.xml.get("instantiate")))]
    links = _link_targets(scope)
    seen: set[Node] = set()
    todo = [*entries, *(n for n in scope.nodes if n.is_event_subprocess or n.is_compensation_handler)]
    while todo:
        node = todo.pop()
        if node in seen or node.scope is not scope:
            continue
        seen.add(node)
        todo += [flow.target for flow in node.outgoing if flow.target is not None]
        todo += node.boundary
        todo += [target for event in node.events for target in links.get(event.xml.get("name") or "", ())]
    return seen


def _link_targets(scope: Scope) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in scope.nodes:
        if node.type == "intermediateCatchEvent":
            for event in node.events:
                if event.kind == "link":
                    found.setdefault(event.xml.get("name") or "", []).append(node)
    return found


rule = Rule("reachable", Severity.WARNING, check)

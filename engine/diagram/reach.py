"""Which nodes of a scope a token can come to at all."""

from functools import lru_cache

from engine.diagram.model import Diagram, Node, Scope


@lru_cache(maxsize=2)
def reached(diagram: Diagram) -> frozenset[Node]:
    """Nodes that something leads to from a start of their scope: its start events, if it has any."""
    found: set[Node] = set()
    for scope in diagram.scopes:
        found |= _reached(scope)
    return frozenset(found)


def _reached(scope: Scope) -> set[Node]:
    starts = [node for node in scope.nodes if node.type == "startEvent"]
    links = _link_targets(scope)
    seen: set[Node] = set()
    todo = starts or scope.entries()
    todo += [node for node in scope.nodes if node.is_event_subprocess or node.is_compensation_handler]
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

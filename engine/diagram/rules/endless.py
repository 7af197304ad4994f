"""From every step some way leads to an end."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node, Scope
from engine.diagram.names import words
from engine.diagram.reach import reached
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.soundness import is_rescued
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    running = reached(diagram)
    for scope in diagram.scopes:
        if is_rescued(scope):
            continue
        finite = _finite(scope)
        caught = [node for node in scope.nodes if node in running and node not in finite]
        caught.sort(key=lambda node: node.id or "")
        if caught:
            first = next((node for node in caught if len(node.incoming) > 1), caught[0])
            around = ", ".join(str(node) for node in caught[:4]) + (", …" if len(caught) > 4 else "")
            message = (
                f"From the {words(first.type)} {first} no way leads to an end: {around} go round for ever."
            )
            yield Report(first, message, "Draw a way out of the loop.")


def _finite(scope: Scope) -> set[Node]:
    """Nodes from which some way leads out of the scope."""
    before: dict[Node, list[Node]] = {}
    catching = [
        node for node in scope.nodes if node.type == "intermediateCatchEvent" and "link" in node.kinds
    ]
    for node in scope.nodes:
        after = [flow.target for flow in node.outgoing if flow.target is not None]
        after += [event for event in node.boundary if event.interrupting]
        if _throws_link(node):
            after += catching
        for follower in after:
            before.setdefault(follower, []).append(node)
    todo = [node for node in scope.nodes if _leaves(node) and not (_throws_link(node) and catching)]
    found = set(todo)
    while todo:
        for source in before.get(todo.pop(), ()):
            if source not in found:
                found.add(source)
                todo.append(source)
    return found


def _leaves(node: Node) -> bool:
    """Whether a token may end here, or leave the scope by a flow that other rules report."""
    return not node.outgoing or any(
        f.target is None or f.target.scope is not node.scope for f in node.outgoing
    )


def _throws_link(node: Node) -> bool:
    return node.type == "intermediateThrowEvent" and "link" in node.kinds


rule = Rule("endless", Severity.WARNING, check)

"""Where time or an event takes a step away from people, something is done instead."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_PEOPLE = frozenset({"userTask", "manualTask", "receiveTask"})
_WORK = frozenset({"userTask", "manualTask", "subProcess", "callActivity", "transaction", "adHocSubProcess"})


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        host = node.host
        if host is None or host.type not in _PEOPLE or not node.interrupting or "error" in node.kinds:
            continue
        if node.outgoing and not _worked(node):
            message = f"{node} takes the step {host} away, and no step comes instead: the branch just ends."
            hint = "If it should only remind or tell, make the event non-interrupting."
            yield Report(node, message, hint)


def _worked(event: Node) -> bool:
    """Whether some way from the event comes to work."""
    seen: set[Node] = set()
    todo = [event]
    while todo:
        node = todo.pop()
        if node.type in _WORK or "link" in node.kinds:
            return True
        for flow in node.outgoing:
            if flow.target is not None and flow.target not in seen:
                seen.add(flow.target)
                todo.append(flow.target)
    return False


rule = Rule("nothing-instead", Severity.INFO, check)

"""Everything that runs can be seen: the drawing shows each node, and shows nothing that is not there."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Scope, unprefixed
from engine.diagram.names import DI, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_MANY = 5


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    shown = {unprefixed(shape.get("bpmnElement") or "") for shape in diagram.xml.iter(f"{{{DI}}}BPMNShape")}
    lines = {unprefixed(edge.get("bpmnElement") or "") for edge in diagram.xml.iter(f"{{{DI}}}BPMNEdge")}
    if not shown and not lines:
        if setting.whole:
            message = "The diagram has no layout: nobody can look at it."
            yield Report(diagram, message, "Open it in the modeler, arrange it, and save it again.")
        return
    ghosts = sorted(name for name in shown | lines if name and name not in diagram.by_id)
    if ghosts:
        some = ", ".join(ghosts[:_MANY]) + (", …" if len(ghosts) > _MANY else "")
        message = f"The drawing shows what is not in the diagram: {some}."
        yield Report(diagram, message, "Open it in the modeler and save it again.")
    for node in (node for scope in diagram.scopes if not _collapsed(scope, shown) for node in scope.nodes):
        if node.id and node.id not in shown:
            message = f"The {words(node.type)} {node} runs, but the drawing does not show it."
            yield Report(node, message, "Draw it, or remove it.")


def _collapsed(scope: Scope, shown: set[str]) -> bool:
    """Whether the drawing shows the subprocess as a box without its inside."""
    return scope.owner is not None and not any(node.id in shown for node in scope.nodes)


rule = Rule("layout", Severity.WARNING, check)

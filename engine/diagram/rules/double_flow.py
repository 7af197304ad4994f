"""Two elements are connected once."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        seen: set[Node] = set()
        for flow in sorted(node.outgoing, key=lambda flow: flow.id or ""):
            if flow.target is None:
                continue
            if flow.target in seen:
                message = f"More than one sequence flow leads from {node} to {flow.target}."
                yield Report(flow, message, "Keep one of them; several conditions can be joined with “or”.")
            seen.add(flow.target)


rule = Rule("double-flow", Severity.WARNING, check)

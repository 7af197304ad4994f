"""A sequence flow stays within its process and its subprocess."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Flow, Node
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for flow in diagram.flows:
        if flow.source is not None and flow.target is not None:
            yield from _crossing(flow, flow.source, flow.target)
        elif other := _elsewhere(diagram, flow):
            message = f"The sequence flow {flow} leads into another pool, to “{other}”."
            yield Report(flow, message, "Pools talk by message flows; draw a message event instead.")


def _crossing(flow: Flow, source: Node, target: Node) -> Iterator[Report]:
    if source.scope is not target.scope:
        message = f"The sequence flow from {source} to {target} crosses the border of a subprocess."
        hint = "End the flow at the subprocess itself, or move one of the two elements."
        yield Report(flow, message, hint)
    elif flow.scope is not source.scope:
        message = f"The sequence flow from {source} to {target} is stored in another scope than its ends."
        yield Report(flow, message, "Delete the flow and draw it again.")


def _elsewhere(diagram: Diagram, flow: Flow) -> str | None:
    """The id of an end of the flow that lies in another process of the file."""
    ends = (flow.xml.get("sourceRef"), flow.xml.get("targetRef"))
    if (flow.source is None) == (flow.target is None):
        return None
    missing = ends[0] if flow.source is None else ends[1]
    return missing if any(node.id == missing for node in diagram.nodes) else None


rule = Rule("flow-scope", Severity.ERROR, check)

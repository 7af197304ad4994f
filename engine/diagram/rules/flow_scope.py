"""A sequence flow stays within its process and its subprocess."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Flow, Node, local
from engine.diagram.names import FLOW_NODES
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for flow in diagram.flows:
        if flow.source is not None and flow.target is not None:
            yield from _crossing(flow, flow.source, flow.target)
        else:
            yield from _elsewhere(diagram, flow)


def _crossing(flow: Flow, source: Node, target: Node) -> Iterator[Report]:
    if source.scope is not target.scope:
        message = f"The sequence flow from {source} to {target} crosses the border of a subprocess."
        hint = "End the flow at the subprocess itself, or move one of the two elements."
        yield Report(flow, message, hint)
    elif flow.scope is not source.scope:
        message = f"The sequence flow from {source} to {target} is stored in another scope than its ends."
        yield Report(flow, message, "Delete the flow and draw it again.")


def _elsewhere(diagram: Diagram, flow: Flow) -> Iterator[Report]:
    """An end that exists, but not in this process."""
    for end, node in (("sourceRef", flow.source), ("targetRef", flow.target)):
        named = flow.xml.get(end) or ""
        found = diagram.by_id.get(named)
        if node is not None or found is None or local(found) not in FLOW_NODES:
            continue
        if any(other.xml is found for other in diagram.nodes):
            message = f"The sequence flow {flow} connects two pools: “{named}” lies in another one."
            yield Report(flow, message, "Pools talk by message flows; draw a message event instead.")
        else:
            message = f"The sequence flow {flow} leads to “{named}”, which lies inside another element."
            yield Report(flow, message, "Move that element into the process or a subprocess.")


rule = Rule("flow-scope", Severity.ERROR, check)

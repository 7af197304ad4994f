"""Nothing leads out of an end event."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node.type == "endEvent" and node.outgoing:
            message = f"A sequence flow leads out of the end event {node}."
            yield Report(node, message, "Turn it into a throwing event, or remove the flow.")


rule = Rule("end-event-outgoing", Severity.ERROR, check)

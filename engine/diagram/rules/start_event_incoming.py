"""Nothing leads into a start event."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node.type == "startEvent" and node.incoming:
            message = f"A sequence flow leads into the start event {node}."
            yield Report(node, message, "Lead it to the element after the start event instead.")


rule = Rule("start-event-incoming", Severity.ERROR, check)

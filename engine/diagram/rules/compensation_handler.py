"""What undoes an activity stands outside the flow and is tied to it by an association."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, unprefixed
from engine.diagram.names import BPMN, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    tied = {
        unprefixed(xml.get(end) or "")
        for xml in diagram.xml.iter(f"{{{BPMN}}}association")
        for end in ("sourceRef", "targetRef")
    }
    for node in diagram.nodes:
        if not node.is_compensation_handler:
            continue
        kind = words(node.type)
        if node.incoming or node.outgoing:
            message = f"A sequence flow touches the {kind} {node}, which is marked as being for compensation."
            yield Report(node, message, "Remove the flow: it runs only when its activity is undone.")
        elif node.id not in tied and not node.is_event_subprocess:
            message = f"Nothing ever runs the {kind} {node}: it is for compensation, but tied to no event."
            yield Report(
                node, message, "Draw an association to it from the compensation event of its activity."
            )


rule = Rule("compensation-handler", Severity.WARNING, check)

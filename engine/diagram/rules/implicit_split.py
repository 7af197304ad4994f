"""Branches part at a gateway, where everybody sees whether one or all of them are taken."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node.is_gateway or len(node.outgoing) < 2:
            continue
        free = [flow for flow in node.outgoing if not flow.conditional and flow is not node.default]
        if len(free) > 1:
            targets = " and ".join(sorted(str(flow.target or flow) for flow in free))
            message = (
                f"{len(free)} flows leave the {words(node.type)} {node}: {targets} begin at the same time."
            )
            yield Report(
                node, message, "If that is meant, draw a parallel gateway; if not, an exclusive one."
            )


rule = Rule("implicit-split", Severity.WARNING, check)

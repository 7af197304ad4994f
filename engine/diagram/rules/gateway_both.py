"""A gateway either joins or splits."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node.is_gateway and len(node.incoming) > 1 and len(node.outgoing) > 1:
            message = f"The {words(node.type)} {node} joins and splits at once, which is easily misread."
            yield Report(node, message, "Draw two gateways: one that joins, and one behind it that splits.")


rule = Rule("gateway-both", Severity.INFO, check)

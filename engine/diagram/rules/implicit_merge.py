"""Branches meet at a gateway, where everybody sees whether they wait for each other."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if not node.is_gateway and node.type != "endEvent" and len(node.incoming) > 1:
            message = (
                f"{len(node.incoming)} flows lead into the {words(node.type)} {node}: it runs once for each "
                "token that comes."
            )
            yield Report(node, message, "Join the branches with a gateway before it.")


rule = Rule("implicit-merge", Severity.INFO, check)

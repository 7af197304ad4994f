"""Every element can be reached from a start of its scope."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.names import words
from engine.diagram.reach import reached
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if node not in reached(diagram):
            message = f"The {words(node.type)} {node} can never be reached from a start."
            yield Report(node, message, "Connect it, or remove it.")


rule = Rule("reachable", Severity.WARNING, check)

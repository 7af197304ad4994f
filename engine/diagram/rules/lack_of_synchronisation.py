"""Parallel branches that meet are joined, or the rest runs once for each of them."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.soundness import judge
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for verdict in judge(diagram):
        for node, path in verdict.doubled:
            message = (
                f"The {words(node.type)} {node} may run twice, because parallel branches come to it "
                f"without being joined. For example: {path}."
            )
            yield Report(node, message, "Join the branches with a parallel or inclusive gateway before it.")


rule = Rule("lack-of-synchronisation", Severity.WARNING, check)

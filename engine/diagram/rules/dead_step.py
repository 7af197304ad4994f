"""Every step can run on some play."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.soundness import judge
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for verdict in judge(diagram):
        for node in verdict.dead:
            message = f"The {words(node.type)} {node} is connected, but no play comes to it."
            yield Report(node, message, "Look at the joins before it: one of them never has all its tokens.")


rule = Rule("dead-step", Severity.WARNING, check)

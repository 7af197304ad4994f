"""A business rule task names a decision that is there."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    place = "this package" if setting.whole else "this folder"
    for node in diagram.nodes:
        named = node.own("decision")
        if named and named not in setting.decisions:
            message = (
                f"The {words(node.type)} {node} asks the decision “{named}”, which no file of {place} has."
            )
            yield Report(node, message, "Correct the decision's id, or add its DMN file.")
        elif node.type == "businessRuleTask" and not named:
            message = f"The business rule task {node} does not say which decision it asks."
            yield Report(node, message, "Enter the id of a DMN decision (querela:decision).")


rule = Rule("decision-exists", Severity.ERROR, check)

"""The answer of a decision goes somewhere."""

from collections.abc import Iterator

from engine.diagram.decisions import Answers, results_of
from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    answers: dict[str, Answers] = {}
    for name in setting.package.decisions:
        answers |= results_of(setting.package.files[name])
    for node in diagram.nodes:
        decision = node.own("decision") or ""
        if node.type != "businessRuleTask" or node.own("result") or decision not in answers:
            continue
        parts = answers[decision]
        if len(parts) > 1:
            continue  # the entries of a context become variables by their own names
        sure = parts.get("") is not None
        lost = "is lost" if sure else "is lost unless it is a context"
        message = f"{node} asks “{decision}” without a name for the answer, which {lost}."
        severity = Severity.WARNING if sure else Severity.INFO
        yield Report(node, message, "Name the variable that keeps it (querela:result).", severity)


rule = Rule("decision-result", Severity.WARNING, check)

"""Scripts and conditions are written in FEEL, whatever other engines allow."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        language = (node.xml.get("scriptFormat") or "").strip()
        if node.type == "scriptTask" and language and "feel" not in language.lower():
            message = f"The script of {node} is written in {language}; only FEEL runs here."
            yield Report(node, message, "Write it as a FEEL context, for example: {total: price * amount}.")
        if node.type == "scriptTask" and not node.child_text("script"):
            yield Report(node, f"The script task {node} has no script.", "Write one.", Severity.WARNING)
    for flow in diagram.flows:
        condition = flow.condition
        language = (condition.get("language") or "").strip() if condition is not None else ""
        if flow.conditional and language and "feel" not in language.lower():
            message = f"The condition of {flow} says it is written in {language}; it is read as FEEL here."
            yield Report(
                flow, message, "Make sure that it is FEEL, and remove the language.", Severity.WARNING
            )


rule = Rule("script-language", Severity.ERROR, check)

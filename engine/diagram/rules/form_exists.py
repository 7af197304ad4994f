"""A form that a task names is in the package."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        named = node.own("form")
        if named and named not in setting.forms:
            place = "the package has no form of that name" if setting.whole else "it is not part of this file"
            message = f"{node} shows the form “{named}”, but {place}."
            hint = "Add the form to package.toml, or correct its key: it is the “id” inside the form file."
            yield Report(node, message, hint, setting.missing)
        elif node.type == "userTask" and not named and setting.whole:
            message = f"The user task {node} has no form: people see only its name."
            yield Report(node, message, "Choose a form for it (querela:form).")


rule = Rule("form-exists", Severity.WARNING, check)

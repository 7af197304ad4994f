"""What a decision needs to know, something sets."""

from collections.abc import Iterator

from engine.diagram.decisions import inputs_of
from engine.diagram.expressions import HOST_NAMES
from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.variables import all_form_keys, set_names, takes_anything
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    package = setting.package
    needed: dict[str, frozenset[str]] = {}
    for name in package.decisions:
        needed |= inputs_of(package.files[name])
    if not needed:
        return
    known = {*HOST_NAMES, *setting.names, *all_form_keys(package.files[name] for name in package.forms)}
    for other in setting.diagrams.values():
        known |= set_names(other)
    sure = setting.whole and not takes_anything(diagram)
    for node in diagram.nodes:
        missing = sorted(needed.get(node.own("decision") or "", frozenset()) - known)
        if missing:
            names = ", ".join(f"“{name}”" for name in missing)
            message = f"{node} asks a decision that needs {names}, which nothing here sets."
            hint = "Ask for it in a form before, map it (querela:inputs), or correct its name."
            yield Report(node, message, hint, Severity.WARNING if sure else Severity.INFO)


rule = Rule("decision-inputs", Severity.WARNING, check)

"""Checks what a package brings along: forms, decisions and mail texts that nothing in its diagrams uses."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from engine.diagram.decisions import decision_names, imports
from engine.diagram.rule import Setting
from engine.diagram.variables import form_id
from engine.model.complaint import SURVEY
from engine.model.findings import Finding, Severity
from engine.model.package import INTAKE

HOUSE_FORMS = frozenset({INTAKE, SURVEY})
"""Forms that the public pages show."""

HOUSE_MAILS = frozenset({"extension", "message"})
"""Mails that the engine sends of its own accord where the package has a text for them."""


def unused_findings(setting: Setting) -> Iterator[Finding]:
    """Files of a package that no element names; none for a lone diagram."""
    if not setting.whole:
        return
    package = setting.package
    nodes = [node for diagram in setting.diagrams.values() for node in diagram.nodes]
    shown = {node.own("form") for node in nodes} | HOUSE_FORMS
    for name in package.forms:
        key = form_id(package.files[name])
        if key and key not in shown:
            yield _unused(name, f"No step shows the form “{key}”")
    asked = {node.own("decision") for node in nodes}
    shared = any(imports(package.files[name]) for name in package.decisions)
    for name in package.decisions:
        names = decision_names(package.files[name])
        if names and not names & asked and not shared:
            yield _unused(name, "No step asks a decision of this file")
    sent = {node.own("mail") for node in nodes} | HOUSE_MAILS
    for key in sorted(setting.mails - sent):
        file = next(name for name in package.messages if PurePosixPath(name).name.split(".")[0] == key)
        yield _unused(file, f"Nothing sends the mail “{key}”")


def _unused(file: str, message: str) -> Finding:
    hint = "Name it in the diagram where it belongs, or take it out of package.toml."
    return Finding("unused-file", Severity.WARNING, f"{message}.", hint, file)

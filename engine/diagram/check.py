"""Checks a package: rules over its diagrams, then what the checkers of other files and the runtime say."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.diagram.build import read_diagram
from engine.diagram.clocks import clock_findings
from engine.diagram.decisions import decision_names
from engine.diagram.mails import mail_findings
from engine.diagram.model import Diagram
from engine.diagram.rule import Setting
from engine.diagram.rules import RULES
from engine.diagram.unused import unused_findings
from engine.diagram.variables import form_id
from engine.errors import DiagramError
from engine.model.findings import Finding, Severity
from engine.model.package import Package

FileChecker = Callable[[str, bytes], Iterable[Finding]]
DecisionChecker = Callable[[str, bytes, Mapping[str, bytes]], Iterable[Finding]]
PackageChecker = Callable[[Package], Iterable[Finding]]


def _no_file_findings(_name: str, _data: bytes) -> Iterable[Finding]:
    return ()


def _no_decision_findings(_name: str, _data: bytes, _others: Mapping[str, bytes]) -> Iterable[Finding]:
    return ()


def _no_package_findings(_package: Package) -> Iterable[Finding]:
    return ()


@dataclass(frozen=True)
class Checkers:
    """What others know about the files of a package; wired where the parts meet."""

    decisions: DecisionChecker = _no_decision_findings  #: of a DMN file; the others are for its imports
    forms: FileChecker = _no_file_findings  #: of a form file
    mails: FileChecker = _no_file_findings  #: of a mail text
    runtime: PackageChecker = _no_package_findings  #: what the runtime cannot run as drawn


def check(package: Package, checkers: Checkers, given: Iterable[str] = ()) -> list[Finding]:
    """Everything there is to say about a package, file by file, in the order of lines.

    given: names of variables that the process is known to start with.
    """
    findings: list[Finding] = []
    diagrams: dict[str, Diagram] = {}
    for name in package.diagrams:
        try:
            diagrams[name] = read_diagram(package.files[name], name)
        except DiagramError as broken:
            findings += broken.findings
    setting = setting_of(package, diagrams, given)
    for diagram in diagrams.values():
        for rule in RULES:
            findings += rule.findings(diagram, setting)
    findings += _of_files(package, checkers, setting)
    if not findings or not failed(findings):
        findings += checkers.runtime(package)
    return arranged(package, findings)


def setting_of(package: Package, diagrams: dict[str, Diagram], given: Iterable[str] = ()) -> Setting:
    """What surrounds each diagram of the package."""
    return Setting(
        package,
        "package.toml" in package.files,
        diagrams,
        frozenset().union(*(decision_names(package.files[name]) for name in package.decisions)),
        frozenset(form_id(package.files[name]) or "" for name in package.forms) - {""},
        frozenset(PurePosixPath(name).name.split(".")[0] for name in package.messages),
        frozenset(given),
    )


def failed(findings: Iterable[Finding]) -> bool:
    """Whether an error is among the findings."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def _of_files(package: Package, checkers: Checkers, setting: Setting) -> list[Finding]:
    """What is wrong with forms, mail texts and decisions; beside a lone diagram, only those that it asks."""
    findings: list[Finding] = []
    beside = {name: package.files[name] for name in package.decisions}
    asked = {node.own("decision") for diagram in setting.diagrams.values() for node in diagram.nodes}
    for name in package.decisions:
        if setting.whole or decision_names(package.files[name]) & asked:
            findings += checkers.decisions(name, package.files[name], beside)
    for name in package.forms:
        findings += checkers.forms(name, package.files[name])
    for name in package.messages:
        findings += checkers.mails(name, package.files[name])
    return [*findings, *mail_findings(setting), *clock_findings(setting), *unused_findings(setting)]


def arranged(package: Package, findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once: by file, the main diagram first, then by line and weight."""
    order = {name: place for place, name in enumerate((*package.diagrams, *sorted(package.files)))}
    weight = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (
            order.get(f.file, len(order)),
            f.file,
            f.line or 0,
            weight[f.severity],
            f.rule,
            f.message,
        ),
    )

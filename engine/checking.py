"""One check for every door: the diagram's rules, with what forms, decisions, mails and runtime say."""

from collections.abc import Iterable

from engine.diagram.check import Checkers, check, failed
from engine.dmn import findings as decision_findings
from engine.errors import DiagramError, InvalidInput
from engine.forms import findings as form_findings
from engine.mails import read_text
from engine.model.findings import Finding, Severity
from engine.model.package import Package
from engine.spiff import SpiffRuntime


def checkers(runtime: SpiffRuntime) -> Checkers:
    """The checkers of a package's files, wired."""
    return Checkers(
        decisions=decision_findings,
        forms=form_findings,
        mails=mail_findings,
        runtime=runtime.supported,
    )


def mail_findings(name: str, data: bytes) -> Iterable[Finding]:
    """What is wrong with a mail text."""
    try:
        read_text(data)
    except InvalidInput as wrong:
        yield Finding(
            rule="mail-text",
            severity=Severity.ERROR,
            message=str(wrong),
            hint="Correct the text; the guide shows how one looks.",
            file=name,
        )


def refuse_errors(package: Package, runtime: SpiffRuntime) -> None:
    """Raises DiagramError when the checker finds an error in the package."""
    found = check(package, checkers(runtime))
    if failed(found):
        raise DiagramError([f for f in found if f.severity is Severity.ERROR])

"""A cell of the matrix: a small diagram that runs as specified, or is refused with a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from engine.checking import checkers
from engine.diagram.check import check
from engine.dmn import DmnDecisions
from engine.model.findings import Finding, Severity
from engine.spiff import SpiffRuntime
from tests.runtime.cases import Case, it_runs_as_drawn


@dataclass(frozen=True)
class Cell:
    """What stands in one row and column, and the diagram that proves it."""

    row: str
    column: str
    case: Case
    legal: bool  #: whether the specification allows it

    @property
    def name(self) -> str:
        return f"{self.row}, {self.column}"

    def errors(self) -> list[Finding]:
        """Why it is refused; empty where it runs."""
        return refusals(self.case)

    def play(self) -> None:
        """Run it both ways and assert what must come of it."""
        for in_memory in (True, False):
            it_runs_as_drawn(self.case, in_memory=in_memory)


@cache
def _refusals(diagram: bytes, decisions: bytes | None) -> list[Finding]:
    package = Case("", diagram, decisions=decisions).package
    found = check(package, checkers(SpiffRuntime(DmnDecisions())))
    return [finding for finding in found if finding.severity is Severity.ERROR]


def refusals(case: Case) -> list[Finding]:
    """Errors of the checker, as `querela check` tells them; empty where the diagram runs."""
    return _refusals(case.diagram, case.decisions)


def said(findings: Sequence[Finding]) -> str:
    """The sentence that a person reads first: the checker's own, before what the runtime adds."""
    own = [f for f in findings if not f.rule.startswith("unsupported-")]
    return (own or list(findings))[0].message

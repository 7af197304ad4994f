"""What a rule is: a name, a weight, and a function from a diagram and its setting to reports."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.diagram.model import Diagram, Element
from engine.model.findings import Finding, Severity
from engine.model.package import Package


@dataclass(frozen=True, eq=False)
class Setting:
    """What surrounds the diagram: its package, or the folder where a single file lies."""

    package: Package
    whole: bool  #: a package is checked, not a single file: what it names has to be there
    diagrams: Mapping[str, Diagram] = field(default_factory=dict)  #: those that can be read, by file
    decisions: frozenset[str] = frozenset()  #: ids and names of decisions and decision services
    forms: frozenset[str] = frozenset()  #: form keys
    mails: frozenset[str] = frozenset()  #: message keys
    names: frozenset[str] = frozenset()  #: variables that are known to be given at the start

    @property
    def missing(self) -> Severity:
        """The weight of naming something that is not there."""
        return Severity.ERROR if self.whole else Severity.WARNING


class Report(NamedTuple):
    """One finding of a rule, before it is given the rule's name and its place in the file."""

    at: Element
    message: str
    hint: str = ""
    severity: Severity | None = None  #: where it differs from the rule's
    line: int | None = None  #: where it is not the element's own
    rule: str | None = None  #: where one walk serves several rules


Check = Callable[[Diagram, Setting], Iterable[Report]]


@dataclass(frozen=True)
class Rule:
    """One rule of the checker; `docs/rules/NAME.md` explains it to people."""

    name: str
    severity: Severity
    check: Check
    only_where_it_runs: bool = True  #: False: an error also in a pool that never runs

    def findings(self, diagram: Diagram, setting: Setting) -> list[Finding]:
        """What the rule has to say about one diagram."""
        return [
            Finding(
                report.rule or self.name,
                self._severity(diagram, report),
                report.message,
                report.hint,
                diagram.file,
                report.at.id,
                report.at.name,
                report.line or report.at.line,
            )
            for report in self.check(diagram, setting)
        ]

    def _severity(self, diagram: Diagram, report: Report) -> Severity:
        """The report's weight: in a pool that is only drawn to show the other side, nothing is an error."""
        severity = report.severity or self.severity
        if severity is Severity.ERROR and self.only_where_it_runs:
            process = diagram.process_of(report.at.xml)
            if process is not None and process not in diagram.running:
                return Severity.WARNING
        return severity

"""FEEL texts that do not parse."""

from collections.abc import Iterator

from engine.dmn.findings.about import About
from engine.dmn.findings.places import texts_of_logic, texts_of_types
from engine.dmn.syntax import fault_of
from engine.model.findings import Finding, Severity


def text_findings(about: About) -> Iterator[Finding]:
    """One finding for each text of the file that is no FEEL."""
    for each in [*texts_of_types(about), *texts_of_logic(about)]:
        fault = fault_of(each.text, about.names, tests=each.is_tests)
        if fault:
            yield about.finding(
                "feel-syntax",
                Severity.ERROR,
                f"{each.where}: {fault}",
                "Texts stand in double quotes; names are written exactly as in the diagram.",
                each.element,
                each.line,
            )

"""Elements as a whole: ids, names, missing logic, and logic that cannot run."""

from collections import Counter
from collections.abc import Iterator

from engine.dmn.findings.about import About
from engine.dmn.logic import Faulty, FunctionLogic
from engine.dmn.model import Decision, DecisionService, Element, KnowledgeModel
from engine.model.findings import Finding, Severity


def element_findings(about: About) -> Iterator[Finding]:
    """Doubled ids and names, elements without logic, logic of a kind that does not run here."""
    yield from _doubled(about)
    for element in about.model.definitions.elements:
        yield from _incomplete(about, element)
    for element, logic in about.logic():
        if isinstance(logic, Faulty):
            severity = Severity.ERROR
            yield about.finding(
                logic.rule,
                severity,
                f"Its logic cannot run: {logic.reason}.",
                "Complete it.",
                element,
                logic.at.line,
            )
        elif isinstance(logic, FunctionLogic) and logic.kind.upper() != "FEEL":
            yield about.finding(
                "unsupported-function",
                Severity.ERROR,
                f"It holds a function of kind {logic.kind}; only FEEL runs here.",
                "Write the function in FEEL.",
                element,
                logic.at.line,
            )


def _doubled(about: About) -> Iterator[Finding]:
    elements = about.model.definitions.elements
    ids = Counter(element.id for element in elements)
    names = Counter((type(element), element.name) for element in elements if element.name)
    for element in elements:
        if ids[element.id] > 1:
            yield about.finding(
                "id-unique",
                Severity.ERROR,
                f"The id “{element.id}” is used {ids[element.id]} times.",
                "Give each element an id of its own.",
                element,
            )
        if names[(type(element), element.name)] > 1:
            yield about.finding(
                "name-unique",
                Severity.WARNING,
                f"{names[(type(element), element.name)]} elements are called “{element.name}”; "
                "by that name only the first is found.",
                "Give each its own name.",
                element,
            )


def _incomplete(about: About, element: Element) -> Iterator[Finding]:
    if not element.name:
        yield about.finding(
            "name-required", Severity.WARNING, "It has no name.", "Give it the name that people use.", element
        )
    if isinstance(element, Decision) and element.logic is None:
        yield about.finding(
            "decision-logic",
            Severity.WARNING,
            "It has no logic: its value must be given from outside.",
            "Add a decision table or an expression.",
            element,
        )
    if isinstance(element, KnowledgeModel) and element.function is None:
        yield about.finding(
            "decision-logic",
            Severity.ERROR,
            "It has no logic.",
            "Add a function with an expression.",
            element,
        )
    if isinstance(element, DecisionService) and not element.outputs:
        yield about.finding(
            "service-output",
            Severity.ERROR,
            "It has no output decision.",
            "Name the decision that it answers.",
            element,
        )

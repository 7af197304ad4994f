"""Names that expressions read although nothing provides them: inside FEEL they are null without a word."""

from collections.abc import Iterator

from engine.dmn.findings.about import About
from engine.dmn.findings.places import Text, texts_of_logic
from engine.dmn.model import Decision, Element, KnowledgeModel
from engine.dmn.names import HOST_FUNCTIONS
from engine.dmn.syntax import names_read
from engine.dmn.tables import Table
from engine.dmn.walk import everything, named_in
from engine.model.findings import Finding, Severity


def reading_findings(about: About) -> Iterator[Finding]:
    """One finding for each name that an element reads and nobody provides."""
    provided: dict[str, frozenset[str]] = {}
    told: set[tuple[str, str]] = set()
    for each in texts_of_logic(about):
        element = each.element
        if element is None:
            continue
        if element.id not in provided:
            provided[element.id] = frozenset(_provided(about, element))
        for name in sorted(names_read(each.text, about.names, tests=each.is_tests) - provided[element.id]):
            if (element.id, name) not in told and not _from_the_process(element, each, name):
                told.add((element.id, name))
                yield _finding(about, each, name)


def _finding(about: About, text: Text, name: str) -> Finding:
    if any(element.name == name for element in about.model.definitions.elements):
        return about.finding(
            "requirement-missing",
            Severity.WARNING,
            f"{text.where} reads “{name}”, which it does not require.",
            f"Draw the requirement from “{name}”.",
            text.element,
            text.line,
        )
    return about.finding(
        "unknown-name",
        Severity.WARNING,
        f"{text.where} reads “{name}”, which nothing in the model provides.",
        "Put a text in double quotes; check the spelling of a name, or draw input data for it.",
        text.element,
        text.line,
    )


def _from_the_process(element: Element, text: Text, name: str) -> bool:
    """Whether the name may well be a variable of the process: in tables that are drawn without input data."""
    if text.is_cell or not isinstance(element, Decision) or " " in name:
        return False
    return not element.inputs and not element.decisions


def _provided(about: About, element: Element) -> Iterator[str]:
    yield from HOST_FUNCTIONS
    if isinstance(element, Decision):
        hrefs = (*element.inputs, *element.decisions, *element.knowledge)
        logic = element.logic
    elif isinstance(element, KnowledgeModel):
        hrefs, logic = element.knowledge, element.function
    else:
        return
    for href in hrefs:
        found = about.library.resolve(about.model, href)
        if found:
            yield from found[1].names
    for each in about.model.visible():
        yield from (imported.name for imported in each.definitions.imports)
    if logic:
        yield from named_in(logic)
        yield from ("item", "partial")
        for part in everything(logic):
            if isinstance(part, Table):
                for column in part.inputs:
                    yield from _read_by_column(about, element, column.text)


def _read_by_column(about: About, element: Element, text: str) -> Iterator[str]:
    """Variables of the process that a column looks at: its cells may read them too."""
    if isinstance(element, Decision) and not element.inputs and not element.decisions:
        yield from (name for name in names_read(text, about.names, tests=False) if " " not in name)

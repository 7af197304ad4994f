"""FEEL texts that do not parse, each with its place in plain words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.dmn.findings.about import About
from engine.dmn.logic import Literal
from engine.dmn.model import Element, ItemDefinition
from engine.dmn.syntax import expression_fault, tests_fault
from engine.dmn.tables import Cell, InputColumn, OutputColumn, Rule, Table
from engine.model.findings import Finding, Severity


class _Text(NamedTuple):
    text: str
    where: str
    is_tests: bool
    line: int | None
    element: Element | None = None


def text_findings(about: About) -> Iterator[Finding]:
    """One finding for each text of the file that is no FEEL."""
    for each in [*_types(about), *_logic(about)]:
        fault = (tests_fault if each.is_tests else expression_fault)(each.text, about.names)
        if fault:
            yield about.finding(
                "feel-syntax",
                Severity.ERROR,
                f"{each.where}: {fault}",
                "Texts stand in double quotes; names are written exactly as in the diagram.",
                each.element,
                each.line,
            )


def _types(about: About) -> Iterator[_Text]:
    waiting: list[ItemDefinition] = list(about.model.definitions.items)
    while waiting:
        item = waiting.pop()
        waiting.extend(item.components)
        for tests in (item.allowed, item.constraint):
            if tests:
                yield _Text(tests, f"The allowed values of the type “{item.name}”", True, item.line)


def _logic(about: About) -> Iterator[_Text]:
    for element, logic in about.logic():
        if isinstance(logic, Literal):
            yield _Text(logic.text, "The expression", False, logic.at.line, element)
        elif isinstance(logic, Table):
            for text in _table(logic):
                yield text._replace(element=element)


def _table(table: Table) -> Iterator[_Text]:
    for column in table.inputs:
        where = f"Input column “{column.title}”"
        if column.text.strip():
            yield _Text(column.text, f"{where}, expression", False, column.line)
        if column.allowed:
            yield _Text(column.allowed, f"{where}, its values", True, column.line)
    for output in table.outputs:
        where = f"Output column “{output.title}”"
        if output.allowed:
            yield _Text(output.allowed, f"{where}, its values", True, output.line)
        if output.default:
            yield _Text(output.default, f"{where}, its default", False, output.line)
    for rule in table.rules:
        yield from _cells(rule, rule.inputs, table.inputs, is_tests=True)
        yield from _cells(rule, rule.outputs, table.outputs, is_tests=False)


def _cells(
    rule: Rule, cells: tuple[Cell, ...], columns: Sequence[InputColumn | OutputColumn], *, is_tests: bool
) -> Iterator[_Text]:
    for cell, column in zip(cells, columns, strict=True):
        if not cell.is_any and cell.fault is None:
            yield _Text(cell.text, f"Rule {rule.number}, column “{column.title}”", is_tests, cell.line)

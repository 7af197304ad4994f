"""Every FEEL text of a file, with its place in plain words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.dmn.findings.about import About
from engine.dmn.logic import Literal
from engine.dmn.model import Element, ItemDefinition
from engine.dmn.tables import Cell, InputColumn, OutputColumn, Rule, Table


class Text(NamedTuple):
    """A text, what it is and where it stands."""

    text: str
    where: str
    is_tests: bool
    line: int | None
    element: Element | None = None
    is_cell: bool = False


def texts_of_types(about: About) -> Iterator[Text]:
    """The allowed values of item definitions."""
    waiting: list[ItemDefinition] = list(about.model.definitions.items)
    while waiting:
        item = waiting.pop()
        waiting.extend(item.components)
        for tests in (item.allowed, item.constraint):
            if tests:
                yield Text(tests, f"The allowed values of the type “{item.name}”", True, item.line)


def texts_of_logic(about: About) -> Iterator[Text]:
    """Expressions and cells of decisions and knowledge models."""
    for element, logic in about.logic():
        if isinstance(logic, Literal):
            yield Text(logic.text, "The expression", False, logic.at.line, element)
        elif isinstance(logic, Table):
            for text in _table(logic):
                yield text._replace(element=element)


def _table(table: Table) -> Iterator[Text]:
    for column in table.inputs:
        where = f"Input column “{column.title}”"
        if column.text.strip():
            yield Text(column.text, f"{where}, expression", False, column.line)
        if column.allowed:
            yield Text(column.allowed, f"{where}, its values", True, column.line, is_cell=True)
    for output in table.outputs:
        where = f"Output column “{output.title}”"
        if output.allowed:
            yield Text(output.allowed, f"{where}, its values", True, output.line, is_cell=True)
        if output.default:
            yield Text(output.default, f"{where}, its default", False, output.line, is_cell=True)
    for rule in table.rules:
        yield from _cells(rule, rule.inputs, table.inputs, is_tests=True)
        yield from _cells(rule, rule.outputs, table.outputs, is_tests=False)


def _cells(
    rule: Rule, cells: tuple[Cell, ...], columns: Sequence[InputColumn | OutputColumn], *, is_tests: bool
) -> Iterator[Text]:
    for cell, column in zip(cells, columns, strict=True):
        if not cell.is_any and cell.fault is None:
            where = f"Rule {rule.number}, column “{column.title}”"
            yield Text(cell.text, where, is_tests, cell.line, is_cell=True)

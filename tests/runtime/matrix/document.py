"""docs/bpmn-support.md: its tables are written from the cells and rules, what stands beside them by hand."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from tests.runtime.matrix import (
    choosing,
    events,
    gateways,
    handlers,
    joining,
    loops,
    patterns,
    subprocesses,
    tasks,
    undoing,
    waiting,
)
from tests.runtime.matrix.cells import Cell, refusals, said
from tests.runtime.matrix.rules import Rule, distinct
from tests.support.requires import REPOSITORY

FILE = REPOSITORY / "docs" / "bpmn-support.md"
_TABLES = (tasks, subprocesses, handlers, gateways, choosing, loops, undoing, waiting, patterns, joining)
RULES = distinct(*(table.rules() for table in _TABLES))
CELLS = tuple(events.cells())


def written(text: str) -> str:
    """The document with its tables made anew; everything outside the marks stays."""
    for name, lines in (("counts", _counts()), ("events", _events()), ("elements", _elements())):
        text = _between(text, name, "\n".join(lines))
    return text


def write(file: Path = FILE) -> None:
    """Make the tables of the document anew."""
    file.write_text(written(file.read_text(encoding="utf-8")), encoding="utf-8")


def _between(text: str, name: str, made: str) -> str:
    begin, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
    before, _, rest = text.partition(begin)
    _, mark, after = rest.partition(end)
    if not mark:
        raise ValueError(f"{FILE.name} has no place for {name}")
    return f"{before}{begin}{made}{mark}{after}"


def _counts() -> Iterator[str]:
    patterned = [rule for rule in RULES if rule.element == "pattern"]
    ruled = len(RULES) - len(patterned)
    yield f"- {len(CELLS)} cells: {len(events.KINDS)} kinds of events at {len(events.POSITIONS)} positions"
    yield f"- {ruled} rules of chapters 10 and 13, each with a diagram of its own"
    yield f"- {len(patterned)} workflow patterns, as far as BPMN can draw them"


def _events() -> Iterator[str]:
    for position, cells in groupby(sorted(CELLS, key=_place), key=lambda cell: cell.column):
        yield f"### Event: {position}"
        yield ""
        yield "| kind | here |"
        yield "| --- | --- |"
        yield from (f"| {cell.row} | {_answer(cell)} |" for cell in cells)
        yield ""


def _place(cell: Cell) -> int:
    return [position.name for position in events.POSITIONS].index(cell.column)


def _answer(cell: Cell) -> str:
    errors = cell.errors()
    return f"refused: {_plain(said(errors))}" if errors else f"runs (`test_event[{cell.name}]`)"


def _elements() -> Iterator[str]:
    for element, rules in _by_element(RULES):
        yield f"### {element[0].upper()}{element[1:]}"
        yield ""
        yield "| clause | rule | here |"
        yield "| --- | --- | --- |"
        for rule in rules:
            yield f"| {rule.clause} | {_plain(rule.says)} | {_ruled(rule)} |"
        yield ""


def _by_element(rules: Iterable[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    names = dict.fromkeys(rule.element for rule in rules)
    return ((name, [rule for rule in rules if rule.element == name]) for name in names)


def _ruled(rule: Rule) -> str:
    if rule.refused:
        return f"refused: {_plain(said(refusals(rule.case)))}"
    return "runs"


def _plain(text: str) -> str:
    return text.replace("|", "\\|")

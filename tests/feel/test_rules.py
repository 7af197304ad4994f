"""Rules of DMN 1.5, clause 10.3, row by row: an expression and the value that the standard gives it.

A row of `rules/*.txt` is `expression ==> value`, or `input :: unary tests ==> value`; `ERR` stands for text
that is no FEEL, `⏎` for a line break.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from engine.feel import FeelError, FeelSyntaxError, evaluate, unary_test
from engine.feel.builtins import BUILTINS
from engine.feel.wire import dumps
from tests.feel.tables import NOW
from tests.feel.test_docs import PAGE
from tests.feel.test_kinds import PAIRS

FOLDER = Path(__file__).parent / "rules"


class Row(NamedTuple):
    """One rule."""

    left: str
    expected: str


def _sections() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        title = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                title = line[3:]
                assert title not in found, title
                found[title] = []
            elif line.strip():
                left, arrow, expected = line.replace("⏎", "\n").partition(" ==> ")
                assert arrow, line
                found[title].append(Row(left, expected.strip()))
    return found


SECTIONS = _sections()


def _answer(left: str) -> str:
    """The value as JSON, or ERR where the text is no FEEL."""
    try:
        before, colons, tests = left.partition(" :: ")
        if colons:
            return dumps(unary_test(tests, evaluate(before, {}, now=NOW), {}, now=NOW))
        value = evaluate(left, {}, now=NOW)
    except FeelSyntaxError:
        return "ERR"
    try:
        return dumps(value)
    except FeelError:
        return "a function"


@pytest.mark.parametrize("title", SECTIONS)
def test_it_gives_what_the_standard_says(title: str) -> None:
    rows = [(row, _answer(row.left)) for row in SECTIONS[title]]
    wrong = [
        f"{row.left}: {answer}, not {row.expected}"
        for row, answer in rows
        if answer != ("ERR" if row.expected == "ERR" else _answer(row.expected))
    ]
    assert wrong == []


def test_no_row_stands_twice() -> None:
    rows = [row.left for section in SECTIONS.values() for row in section]
    assert {left for left in rows if rows.count(left) > 1} == set()


def test_every_built_in_of_the_standard_has_its_rows() -> None:
    text = "\n".join(row.left for section in SECTIONS.values() for row in section)
    assert {name for name in BUILTINS if not re.search(rf"(?<![a-z]){name}\(", text)} == {"partition"}


def test_the_guide_tells_how_many_rows_there_are() -> None:
    rows = sum(map(len, SECTIONS.values()))
    cells = len(PAIRS) * 11  # five operators of arithmetic, four of order, two of equality
    assert f"{rows:,} rows" in PAGE
    assert f"{cells:,} cells" in PAGE

"""Every example of the page on expressions gives the value that stands beside it."""

import re
from pathlib import Path

import pytest

from engine.feel import evaluate, parse, unary_test
from engine.feel.budget import Meter
from engine.feel.builtins import BUILTINS
from engine.feel.comparison import equal
from engine.feel.evaluation import DEFAULT_BUDGET
from engine.feel.values.kinds import kind_of
from tests.feel.tables import NOW

PAGE = (Path(__file__).parents[2] / "docs" / "feel.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(feel|feel-context)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
(CONTEXT,) = (body for kind, body in BLOCKS if kind == "feel-context")
SCOPE = evaluate(CONTEXT, {})
EXAMPLES = [line.rsplit(" // ", 1) for kind, body in BLOCKS if kind == "feel" for line in body.splitlines()]
CELLS = re.findall(r"^\| `([^`]+)` \| (?!functions)(?:is|lies|has|fulfils)", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("text", "value"), EXAMPLES)
def test_an_example_gives_what_the_page_says(text: str, value: str) -> None:
    assert isinstance(SCOPE, dict)
    actual, expected = evaluate(text, SCOPE, now=NOW), evaluate(value, SCOPE, now=NOW)
    assert kind_of(actual) == kind_of(expected)
    assert actual is expected or equal(actual, expected, Meter(DEFAULT_BUDGET)) is True


def test_the_page_has_examples_of_everything() -> None:
    assert len(EXAMPLES) > 50
    assert len(CELLS) == 11


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_can_be_parsed(cell: str) -> None:
    assert unary_test(parse(cell, kind="unary-tests"), "delivery", {}) in (True, False, None)


def test_the_page_names_every_built_in_function() -> None:
    table = PAGE.split("## All built-in functions")[1].split("##")[0].split("`partition` is not")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "`" in line]
    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row)} == set(BUILTINS)

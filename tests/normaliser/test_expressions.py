"""Each row is a foreign expression, its language, the FEEL that it becomes, and that FEEL's value."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine.feel import evaluate, from_python, parse
from engine.normaliser.expressions import translate
from tests.normaliser import expression_rows as rows

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def value_of(feel: str, variables: Mapping[str, object]) -> object:
    value = evaluate(feel, {name: from_python(value) for name, value in variables.items()}, now=NOW)
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("row", rows.TRANSLATED, ids=lambda row: f"{row[1] or 'no hint'}: {row[0][:60]}")
def test_it_translates(row: rows.Row) -> None:
    text, language, feel, value = row
    found = translate(text, language)
    assert found.feel == feel, found.reason
    assert found.exact, found.reason
    assert value_of(feel, rows.VARIABLES) == value
    assert parse(feel, names=found.names).references() == frozenset(found.names)


@pytest.mark.parametrize("row", rows.APPROXIMATED, ids=lambda row: f"{row[1] or 'no hint'}: {row[0][:60]}")
def test_it_says_what_may_differ(row: rows.Approximated) -> None:
    text, language, feel, value, word = row
    found = translate(text, language)
    assert found.feel == feel, found.reason
    assert not found.exact
    assert word in found.reason
    assert value_of(feel, rows.VARIABLES) == value


@pytest.mark.parametrize("row", rows.REFUSED, ids=lambda row: f"{row[1] or 'no hint'}: {row[0][:60]}")
def test_it_refuses(row: rows.Refused) -> None:
    text, language, word = row
    found = translate(text, language)
    assert found.feel is None
    assert word in found.reason
    assert found.reason[0].isupper() or not found.reason[0].isalpha()
    assert found.reason.endswith((".", ")"))

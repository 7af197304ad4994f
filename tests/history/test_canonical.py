"""One way to write a value down."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history.canonical import canonical_json, iso

LEAVES = st.none() | st.booleans() | st.integers() | st.text()
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None, "x"]}, '{"a":[true,null,"x"],"b":1}'),
        (Decimal("12.50"), "12.50"),
        (10**30, "1" + "0" * 30),
        ('ü “q” "\\\n\x00\u2028', '"ü “q” \\"\\\\\\n\\u0000\u2028"'),
        ("\ud800", '"\\ud800"'),
        ((), "[]"),
        ({}, "{}"),
    ],
)
def test_it_writes_a_value_in_one_way(value: object, written: str) -> None:
    assert canonical_json(value) == written


@pytest.mark.parametrize("value", [1.5, Decimal("NaN"), Decimal("Infinity"), b"x", {1, 2}, object()])
def test_it_refuses_what_json_cannot_hold_exactly(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json({"a": [value]})


@given(TREES)
def test_it_writes_json_that_reads_back_the_same(value: object) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert text.encode().decode() == text


@given(st.dictionaries(st.text(), LEAVES))
def test_it_does_not_heed_the_order_of_keys(value: dict[str, object]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


def test_it_writes_moments_in_utc_to_the_microsecond() -> None:
    berlin = timezone(timedelta(hours=1))
    assert iso(datetime(2026, 1, 5, 9, tzinfo=berlin)) == "2026-01-05T08:00:00.000000Z"
    assert iso(datetime(2026, 1, 5, 9, 0, 0, 7, tzinfo=UTC)) == "2026-01-05T09:00:00.000007Z"
    with pytest.raises(ValueError, match="zone"):
        iso(datetime(2026, 1, 5))  # noqa: DTZ001

"""FEEL values as JSON and back."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.feel import (
    DaysDuration,
    FeelDate,
    FeelDateTime,
    FeelError,
    FeelTime,
    MonthsDuration,
    Range,
    Value,
    evaluate,
    from_python,
)
from engine.feel.wire import dumps, from_wire, loads, to_wire
from tests.feel.tables import at

WRITTEN = [
    ("null", "null"),
    ("true", "true"),
    ("1", "1"),
    ("1.50", "1.50"),
    ("-0", "0"),
    ("1e3", "1000"),
    ("1e100", "1E+100"),
    ("1 / 3", "0.3333333333333333333333333333333333"),
    ('"a\\"é"', '"a\\"é"'),
    ("[1, [2]]", "[1, [2]]"),
    ('{a: 1, "b c": null}', '{"a": 1, "b c": null}'),
    ('@"2026-03-01"', '{"$type": "date", "$value": "2026-03-01"}'),
    ('@"09:30:00Z"', '{"$type": "time", "$value": "09:30:00Z"}'),
    (
        '@"2026-03-01T09:30:00@Europe/Paris"',
        '{"$type": "date and time", "$value": "2026-03-01T09:30:00@Europe/Paris"}',
    ),
    ('@"PT26H"', '{"$type": "days and time duration", "$value": "P1DT2H"}'),
    ('@"P14M"', '{"$type": "years and months duration", "$value": "P1Y2M"}'),
    ('[1..@"P1D"]', "null"),
    ("[1..3)", '{"$type": "range", "$value": "[1..3)"}'),
    ('{"$type": 1}', '{"$type": "context", "$value": {"$type": 1}}'),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_it_writes(text: str, expected: str) -> None:
    assert dumps(evaluate(text, {})) == expected


def test_the_json_module_can_write_what_to_wire_gives() -> None:
    import json

    value = from_python(
        {"n": Decimal("1.10"), "i": 3, "d": datetime(2026, 3, 1, tzinfo=UTC), "l": [None, True]}
    )
    text = json.dumps(to_wire(value))
    assert from_wire(json.loads(text)) == value
    assert '"$value": "1.10"' in text


def test_it_reads_numbers_to_the_last_digit() -> None:
    value = loads('{"a": 0.1, "b": 12345678901234567890.123456789, "c": 1e3, "d": -7}')
    assert value == {
        "a": Decimal("0.1"),
        "b": Decimal("12345678901234567890.123456789"),
        "c": Decimal(1000),
        "d": Decimal(-7),
    }


REFUSED = [
    "{",
    "NaN",
    "Infinity",
    "1e999999999",
    '{"$type": "date", "$value": "2026-02-30"}',
    '{"$type": "date"}',
    '{"$type": "date", "$value": 5}',
    '{"$type": "nonsense", "$value": "x"}',
    '{"$type": ["date"], "$value": "x"}',
    '{"$type": "number", "$value": "abc"}',
    '{"$type": "number", "$value": "1e999999999"}',
    '{"$type": "time", "$value": "09:30:00@../etc/passwd"}',
    "[" * 100_000,
]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:40])
def test_it_refuses(text: str) -> None:
    with pytest.raises(FeelError):
        loads(text)


@pytest.mark.parametrize("value", [0.5, object(), {1: 2}, b"bytes"])
def test_it_takes_nothing_inexact_or_unknown(value: object) -> None:
    with pytest.raises(FeelError):
        from_wire([value]) if not isinstance(value, dict) else from_python(value)


def test_it_writes_no_functions() -> None:
    for write in (dumps, to_wire):
        with pytest.raises(FeelError):
            write(evaluate("function(a) a", {}))


numbers = some.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40)
zones = (
    some.none() | some.integers(-64_800, 64_800) | some.sampled_from(["Europe/Paris", "Asia/Dhaka", "UTC"])
)
dates = some.builds(
    FeelDate, some.integers(-999_999_999, 999_999_999), some.integers(1, 12), some.integers(1, 28)
)
times = some.builds(
    FeelTime,
    some.integers(0, 23),
    some.integers(0, 59),
    some.integers(0, 59),
    some.integers(0, 999_999_999),
    zones,
)
durations = some.builds(DaysDuration, some.integers(-(10**25), 10**25)) | some.builds(
    MonthsDuration, some.integers(-(10**10), 10**10)
)
ordered = (
    some.tuples(some.integers(-(10**33), 10**33), some.integers(-(10**33), 10**33))
    .map(sorted)
    .map(from_python)
)
ranges = ordered.flatmap(
    lambda ends: some.builds(Range, some.just(ends[0]), some.just(ends[1]), some.booleans(), some.booleans())
)
scalars = (
    some.none()
    | some.booleans()
    | numbers
    | some.text()
    | dates
    | times
    | durations
    | some.builds(FeelDateTime, dates, times)
    | ranges
)
values = some.recursive(
    scalars, lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(), inner, max_size=4)
)


@given(values)
def test_a_value_comes_back_as_it_went(value: Value) -> None:
    assert from_wire(to_wire(value)) == value
    assert loads(dumps(value)) == value


@given(some.builds(FeelDateTime, dates, times) | dates | times | durations)
def test_a_moment_is_read_as_it_is_written(value: Value) -> None:
    assert at(str(value)) == value

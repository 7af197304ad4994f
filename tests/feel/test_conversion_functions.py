"""Conversion functions (DMN 1.5, 10.3.4.1)."""

import pytest

from tests.feel.tables import at, feel, matches

DATES = [
    ('date("2026-03-01")', at("2026-03-01")),
    ('date(from: "2026-03-01")', at("2026-03-01")),
    ('date("2026-3-1")', None),
    ('date("2026-02-30")', None),
    ('date("+2026-03-01")', None),
    ('date("01211-12-31")', None),
    ('date("998-12-31")', None),
    ('date(@"2026-03-01T10:00:00Z")', at("2026-03-01")),
    ('date(@"2026-03-01")', at("2026-03-01")),
    ("date(2026, 3, 1)", at("2026-03-01")),
    ("date(year: 2026, month: 3, day: 1)", at("2026-03-01")),
    ("date(2026, 13, 1)", None),
    ("date(2026, 3, null)", None),
    ("date(2026.5, 3, 1)", None),
    ("date(-2026, 3, 1)", at("-2026-03-01")),
    ("date()", None),
    ("date(null)", None),
    ("date([])", None),
    ('date("2026-03-01", 1)', None),
]
TIMES = [
    ('time("23:59:00")', at("23:59:00")),
    ('time("23:59:00.987654321Z")', at("23:59:00.987654321Z")),
    ('string(time("00:01:00@Europe/Paris"))', "00:01:00@Europe/Paris"),
    ('time("24:00:00")', None),
    ('time("23:59:60")', None),
    ('time("7:00:00")', None),
    ('time("07:00")', None),
    ('time("13:20:00+19:00")', None),
    ('time("13:20:00+02:00@Europe/Paris")', None),
    ('time("2026-03-01T10:00:00")', None),
    ('time(@"2026-03-01T10:20:00+01:00")', at("10:20:00+01:00")),
    ("time(12, 0, 0)", at("12:00:00")),
    ('time(11, 59, 45, duration("PT2H1M"))', at("11:59:45+02:01")),
    ('string(time(11, 59, 45, duration("-PT2H45M55S")))', "11:59:45-02:45:55"),
    ("time(hour: 11, minute: 59, second: 0)", at("11:59:00")),
    ("time(11, 59, 1.5, null)", at("11:59:01.5")),
    ("time(24, 0, 0)", None),
    ("time(12, 0)", None),
    ("time(2026)", None),
]
MOMENTS = [
    ('date and time("2026-03-01T11:22:33")', at("2026-03-01T11:22:33")),
    ('date and time("2026-03-01")', at("2026-03-01T00:00:00")),
    ('date and time("-2026-03-01T11:22:33.456+01:35")', at("-2026-03-01T11:22:33.456+01:35")),
    (
        'string(date and time("999999999-12-31T23:59:59.999999999@Europe/Paris"))',
        "999999999-12-31T23:59:59.999999999@Europe/Paris",
    ),
    ('date and time("9999999999-12-27T11:22:33")', None),
    ('date and time("2026-03-01T24:00:01")', None),
    ('date and time("11:00:00")', None),
    ('date and time(@"2026-03-01", @"23:59:01Z")', at("2026-03-01T23:59:01Z")),
    ('date and time(@"2026-03-01T10:00:00@Europe/Paris", @"09:15:30Z")', at("2026-03-01T09:15:30Z")),
    ('date and time(date: @"2026-03-01", time: @"10:00:00")', at("2026-03-01T10:00:00")),
    ('date and time(@"2026-03-01", null)', None),
    ('date and time(@"2026-03-01")', at("2026-03-01T00:00:00Z")),
]
DURATIONS = [
    ('string(duration("PT1000M"))', "PT16H40M"),
    ('string(duration("PT0.S"))', "PT0S"),
    ('string(duration("P0D"))', "PT0S"),
    ('string(duration("-PT1H2M"))', "-PT1H2M"),
    ('string(duration("P2DT274M"))', "P2DT4H34M"),
    ('string(duration("P0Y"))', "P0M"),
    ('string(duration("P1Y27M"))', "P3Y3M"),
    ('string(duration("-P100M"))', "-P8Y4M"),
    ('duration("P1H")', None),
    ('duration("1Y")', None),
    ('duration("P0")', None),
    ('duration("")', None),
    ("duration(2026)", None),
    ('string(years and months duration(@"2011-12-22", @"2013-08-24"))', "P1Y8M"),
    ('string(years and months duration(@"2013-08-24", @"2011-12-22"))', "-P1Y8M"),
    ('string(years and months duration(@"2024-02-29", @"2025-02-28"))', "P11M"),
    ('string(years and months duration(from: @"2015-12-24T12:15:00", to: @"2016-01-24"))', "P1M"),
    ('years and months duration(@"2015-12-24", null)', None),
]
NUMBERS = [
    ('number("1.000.000,01", ".", ",")', "1000000.01"),
    ('number("1 000 000.01", " ", ".")', "1000000.01"),
    ('number("1,000,000.01", " ", ".")', None),
    ('number("1,000", ":", ".")', None),
    ('number("1,000", ",", ",")', None),
    ('number("1000000.01", null, ".")', "1000000.01"),
    ('number("1,000,000", ",", null)', "1000000"),
    ('number(from: "1.000,01", decimal separator: ",", grouping separator: ".")', "1000.01"),
    ('number("1.000", ".")', None),
    ('number("00123")', "123"),
    ("number(11.11)", "11.11"),
    ('number("1 2 3")', None),
    ('number("1e3")', "1000"),
    ("number(null)", None),
    ('number("NaN")', None),
    ('number("1e999999999")', None),
]
TEXTS = [
    ("string(1.10)", "1.10"),
    ("string(1e3)", "1000"),
    ("string(-0)", "0"),
    ("string(0.000000001)", "0.000000001"),
    ("string(null)", None),
    ("string(true)", "true"),
    ('string("a")', "a"),
    ('string(["a", 1, null, [true]])', '["a", 1, null, [true]]'),
    ('string({a: "x", "b c": 1, "d\\"e": 2})', '{a: "x", b c: 1, "d\\"e": 2}'),
    ('string(@"2026-03-01")', "2026-03-01"),
    ('string(@"2026-03-01T10:00:00.100Z")', "2026-03-01T10:00:00.1Z"),
    ("string([1..3))", "[1..3)"),
    ('string([@"2026-03-01"..@"2026-04-01"])', '[@"2026-03-01"..@"2026-04-01"]'),
    ("string((> 2))", "(2..)"),
    ("string(function(a, b) a)", "function(a, b)"),
    ("string(from: 1)", "1"),
    ("string()", None),
]
RANGES = [
    ('range("[1..3]") = [1..3]', True),
    ('range(" ( 1 .. 3 ] ") = (1..3]', True),
    ('range("]1..3[") = (1..3)', True),
    ('range("[2..)") = (>= 2)', True),
    ('range("(2..)") = > 2', True),
    ('range("(..2]") = <= 2', True),
    ('range("[..2]")', None),
    ('range("(..)")', None),
    ('range("[3..1]")', None),
    ('range("[1..\\"a\\"]")', None),
    ('range("[\\"a\\"..\\"c\\"]") = ["a".."c"]', True),
    ('range("[@\\"2026-03-01\\"..@\\"2026-03-02\\"]").end.day', 2),
    ('range("[date(\\"2026-03-01\\")..date(\\"2026-03-02\\")]").start.day', 1),
    ('range("[date(string(1))..date(\\"2026-03-02\\")]")', None),
    ('range("[1..3]", 1)', None),
    ("range(1)", None),
    ('range("nonsense")', None),
]


@pytest.mark.parametrize(("text", "expected"), DATES + TIMES + MOMENTS + DURATIONS + TEXTS + RANGES)
def test_it_converts(text: str, expected: object) -> None:
    assert matches(feel(text), expected)


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_it_reads_numbers_exactly(text: str, expected: str | None) -> None:
    value = feel(text)
    assert (None if value is None else feel("string(n)", n=value)) == expected

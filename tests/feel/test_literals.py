"""Literals, comments and white space (DMN 1.5, 10.3.1.2)."""

import pytest

from tests.feel.tables import at, feel, matches

LITERALS = [
    ("1", 1),
    ("-1", -1),
    (".5", "number 0.5"),
    ("1.50", "number 1.50"),
    ("1.2e3", 1200),
    ("1E-2", "number 0.01"),
    ("true", True),
    ("false", False),
    ("null", None),
    ('"foo"', "foo"),
    ('""', ""),
    (r'"a\"b"', 'a"b'),
    (r'"a\\b"', "a\\b"),
    (r'"a\nb\tc\rd"', "a\nb\tc\rd"),
    (r'"it\'s"', "it's"),
    (r'"\u00e9"', "é"),
    (r'"\U01F40E"', "🐎"),
    (r'"\uD83D\uDC0E"', "🐎"),
    (r'"\d"', "\\d"),
    ('"two\nlines"', "two\nlines"),
    ("[]", []),
    ('[1, "a", [true]]', [1, "a", [True]]),
    ("{}", {}),
    ('{a: 1, "b c": 2, d e: 3, f+g: 4}', {"a": 1, "b c": 2, "d e": 3, "f+g": 4}),
    ("1, 2", [1, 2]),
    ("= 1 + 1", 2),
]
SPACE_AND_COMMENTS = [
    ("1 // one\n+ 1", 2),
    ("/* a\nb */ 1", 1),
    ("1 /* * / */ + 2", 3),
    ("1\u00a0+\u20031\u3000", 2),
    ("[1 ,\n\t2]", [1, 2]),
]
AT_LITERALS = [
    ('@"2026-03-01"', at("2026-03-01")),
    ('@"-0044-03-15"', at("-0044-03-15")),
    ('@"999999999-12-31"', at("999999999-12-31")),
    ('@"09:30:00"', at("09:30:00")),
    ('@"09:30:00Z"', at("09:30:00+00:00")),
    ('@"09:30:00.123456789@Europe/Paris"', at("09:30:00.123456789@Europe/Paris")),
    ('@"2026-03-01T09:30:00"', at("2026-03-01T09:30:00")),
    ('@"2026-03-01T09:30:00-05:00"', at("2026-03-01T09:30:00-05:00")),
    ('@"P1Y2M"', at("P14M")),
    ('@"P1DT2H"', at("PT26H")),
    ('@"-PT1.5S"', at("-PT1.500S")),
    ('@"foo"', None),
    ('@"2026-02-29"', None),
    ('@"24:00:00"', None),
    ('@"09:30:00@Nowhere/Atall"', None),
    ('@"P1Y1D"', None),
    ('@"P"', None),
    ('@"PT"', None),
]


@pytest.mark.parametrize(("text", "expected"), LITERALS + SPACE_AND_COMMENTS + AT_LITERALS)
def test_it_reads(text: str, expected: object) -> None:
    if isinstance(expected, str) and expected.startswith("number "):
        assert str(feel(text)) == expected.removeprefix("number ")
    else:
        assert matches(feel(text), expected)


def test_it_keeps_34_digits_of_a_number() -> None:
    assert str(feel("1.23456789012345678901234567890123456")) == "1.234567890123456789012345678901235"

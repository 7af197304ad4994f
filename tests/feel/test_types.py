"""`instance of`, and how values are fitted to types (DMN 1.5, 10.3.2.9)."""

import pytest

from engine.feel import Type, evaluate
from engine.feel.ast import TypeName
from engine.feel.types import fitted, resolve
from tests.feel.tables import at, feel, matches

VALUES = {
    "1": "number",
    '"a"': "string",
    "true": "boolean",
    '@"2026-03-01"': "date",
    '@"10:00:00"': "time",
    '@"2026-03-01T10:00:00"': "date and time",
    '@"P1D"': "days and time duration",
    '@"P1Y"': "years and months duration",
}


@pytest.mark.parametrize("text", VALUES)
@pytest.mark.parametrize("kind", sorted(set(VALUES.values())))
def test_a_value_is_of_its_kind_alone(text: str, kind: str) -> None:
    assert feel(f"{text} instance of {kind}") is (VALUES[text] == kind)


INSTANCES = [
    ("1 instance of Any", True),
    ("null instance of Any", False),
    ("null instance of number", False),
    ("null instance of Null", True),
    ("1 instance of nothing", None),
    ("-1 instance of number", True),
    ("1 + 1 instance of number", None),
    ("[1, 2] instance of list<number>", True),
    ('[1, "a"] instance of list<number>', False),
    ('[1, "a"] instance of list<Any>', True),
    ("[] instance of list<number>", True),
    ("[null] instance of list<number>", True),
    ("1 instance of list<number>", False),
    ("[1] instance of number", False),
    ("[[1]] instance of list<list<number>>", True),
    ('{a: "x"} instance of context<a: string>', True),
    ('{a: "x", b: 1} instance of context<a: string>', True),
    ('{a: "x"} instance of context<a: string, b: number>', False),
    ("{a: null} instance of context<a: string>", True),
    ("{a b: {c: 1}} instance of context<a b: context<c: number>>", True),
    ("[1..2] instance of range<number>", True),
    ("(> 2) instance of range<number>", True),
    ('["a".."b"] instance of range<number>', False),
    ('(function() "x") instance of function<> -> string', True),
    ('(function() "x") instance of function<>->Any', True),
    ('(function() {b: "b"}) instance of function<> -> context<b: string, c: string>', False),
    (
        "(function(a: context<a: string>) 1) instance of function<context<a: string, b: string>> -> number",
        True,
    ),
    (
        "(function(a: context<a: string, b: string>) 1) instance of function<context<a: string>> -> number",
        False,
    ),
    ("(function(a: string, b: string) 1) instance of function<string> -> number", False),
    ("(function(a: number) a) instance of function<number> -> number", True),
    ("(function(a) a) instance of function<number> -> number", False),
    ("(function(a) [1, 2]) instance of function<number> -> list<number>", True),
    ("(function(a) a > 1) instance of function<number> -> boolean", True),
    ('(function() @"2026-03-01") instance of function<> -> date', True),
    ("1 instance of function<> -> Any", False),
]


@pytest.mark.parametrize(("text", "expected"), INSTANCES)
def test_it_tells_types(text: str, expected: object) -> None:
    assert matches(feel(text), expected)


def test_it_knows_the_types_it_is_given() -> None:
    complaint = Type("context", (Type("string"),), ("category",))
    types = {"Complaint": complaint, "pack.Complaint": complaint}
    for name in types:
        assert evaluate(f'{{category: "late"}} instance of {name}', {}, types=types) is True
        assert evaluate(f"[1] instance of list<{name}>", {}, types=types) is False


FITTED = [
    ("1", "number", 1),
    ("[1]", "number", 1),
    ("[1, 2]", "number", "refused"),
    ("[[1]]", "number", "refused"),
    ('"a"', "number", "refused"),
    ("null", "number", None),
    ('@"2026-03-01"', "date and time", at("2026-03-01T00:00:00Z")),
    ('@"2026-03-01"', "Any", at("2026-03-01")),
]


@pytest.mark.parametrize(("text", "wanted", "expected"), FITTED)
def test_it_fits_a_value_to_a_type(text: str, wanted: str, expected: object) -> None:
    from engine.feel import FeelError

    wanted_type = resolve(TypeName(wanted), {})
    if expected == "refused":
        with pytest.raises(FeelError):
            fitted(feel(text), wanted_type)
    else:
        assert matches(fitted(feel(text), wanted_type), expected)


def test_it_makes_a_list_of_a_single_value() -> None:
    assert matches(fitted(feel("1"), Type("list", (Type("number"),))), [1])


@pytest.mark.parametrize("text", ["1 instance of", "1 instance of list<", "1 instance of number<string>"])
def test_it_refuses_malformed_types(text: str) -> None:
    from engine.feel import FeelSyntaxError

    with pytest.raises(FeelSyntaxError):
        feel(text)

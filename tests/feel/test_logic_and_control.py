"""Three-valued logic, `if`, `for`, `some`, `every` and functions (DMN 1.5, 10.3.2)."""

import pytest

from tests.feel.tables import at, feel, matches

TRUTHS = ("true", "false", "null")
LOGIC = [
    ("true and true", True),
    ("true and false", False),
    ("true and null", None),
    ("false and null", False),
    ("null and false", False),
    ("null and null", None),
    ("true or null", True),
    ("null or true", True),
    ("false or null", None),
    ("false or false", False),
    ('true and "a"', None),
    ("false and 1", False),
    ("true or false and false", True),
    ("(true or false) and false", False),
    ("not(true)", False),
    ("not(null)", None),
    ("not(1)", None),
]
CONDITIONS = [
    ("if 1 < 2 then 3 else 4", 3),
    ("if false then 1 else 2", 2),
    ("if null then 1 else 2", 2),
    ('if "a" then 1 else 2', 2),
    ("if false then 1 else if false then 2 else 3", 3),
    ("if false then 1 else if true then 2 else 3", 2),
    ("1 + (if true then 2 else 3)", 3),
]
LOOPS = [
    ("for i in [1, 2, 3] return i + 1", [2, 3, 4]),
    ("for i in [1, 2], j in [10, 20] return i + j", [11, 21, 12, 22]),
    ("for i in [[1, 2], [3]], j in i return j", [1, 2, 3]),
    ("for i in 2..4 return i", [2, 3, 4]),
    ("for i in 4..2 return i", [4, 3, 2]),
    ("for i in 1..-1 return i", [1, 0, -1]),
    ("for i in 1+1..1+3 return i", [2, 3, 4]),
    ("for i in [2..4) return i", [2, 3]),
    ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", [1, 1, 2, 6, 24]),
    ("for i in 1..3 return partial", [[], [[]], [[], [[]]]]),
    ("for i in [] return i", []),
    ("for i in 5 return i", [5]),
    ("for i in null return i", None),
    ("for i in 1.5..3 return i", None),
    ('for i in "a".."c" return i', None),
    ('for d in @"2026-02-27"..@"2026-03-01" return d.day', [27, 28, 1]),
    ("for f in (for i in 1..3 return function() i * 10) return f()", [10, 20, 30]),
    ('for d in @"2026-03-01"..@"2026-02-28" return d', [at("2026-03-01"), at("2026-02-28")]),
]
QUANTIFIERS = [
    ("some x in [1, 2] satisfies x > 1", True),
    ("some x in [1, 2] satisfies x > 2", False),
    ("some x in [] satisfies true", False),
    ("every x in [] satisfies false", True),
    ("every x in [1, 2] satisfies x > 0", True),
    ("every x in [1, 2] satisfies x > 1", False),
    ("every x in [1, null] satisfies x > 0", None),
    ("some x in [null, 1] satisfies x > 0", True),
    ("some x in [1, 2], y in [2, 3] satisfies x = y", True),
    ("every x in 1..3, y in [x] satisfies x = y", True),
    ("some x in null satisfies true", None),
]
FUNCTIONS = [
    ("(function(a, b) a + b)(1, 2)", 3),
    ("(function(a, b) a - b)(b: 1, a: 5)", 4),
    ("(function(a) a)(1, 2)", None),
    ("(function(a) a)(b: 1)", None),
    ("(function(a: number) a + 1)(2)", 3),
    ('(function(a: number) a = null)("x")', None),
    ("(function(a: number) a)([4])", 4),
    ("(function(a: list<number>) count(a))(4)", 1),
    ('(function(a: date and time) a)(@"2026-03-01")', at("2026-03-01T00:00:00Z")),
    ("(function(a) function(b) a * b)(2)(3)", 6),
    ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(10)}.r", 3628800),
    ("{k: 2, f: function(n) n * k, k2: f(4)}.k2", 8),
    ('(function(a) external {java: {class: "java.lang.Math"}})(1)', None),
    ('(function(a) external {pmml: {document: "d"}})(1)', None),
    ('"abs"(-1)', None),
    ("null()", None),
    ("missing()", None),
    ("sum", "built-in"),
]


@pytest.mark.parametrize(("text", "expected"), LOGIC + CONDITIONS + LOOPS + QUANTIFIERS + FUNCTIONS)
def test_it_decides(text: str, expected: object) -> None:
    if expected == "built-in":
        assert matches(feel(f"({text})(1, 2)"), 3)
    else:
        assert matches(feel(text), expected)


@pytest.mark.parametrize("left", TRUTHS)
@pytest.mark.parametrize("right", TRUTHS)
def test_it_obeys_de_morgan(left: str, right: str) -> None:
    law = f"(not({left} and {right})) = (not({left}) or not({right}))"
    assert feel(law) is True


def test_a_function_keeps_the_variables_of_the_place_it_was_defined_in() -> None:
    double = feel("function(n) n * k", k=2)
    assert matches(feel("f(5)", f=double, k=100), 10)

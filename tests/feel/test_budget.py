"""Hostile and careless expressions end within their budget and a second."""

from time import process_time

import pytest

from engine.feel import (
    Budget,
    FeelBudgetError,
    FeelError,
    FeelSyntaxError,
    evaluate,
    from_python,
    parse,
    unary_test,
)

TOO_MUCH = {
    "a loop without end": "for i in 1..1000000000000 return i",
    "nested loops": "for i in 1..10000, j in 1..10000 return 1",
    "a quantifier without end": "every i in 1..1000000000000 satisfies true",
    "days without end": '(for d in @"-999999999-01-01"..@"999999999-01-01" return 1)',
    "a text that doubles": '{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f("a", 60)}.r',
    "a list that doubles": (
        "{f: function(l, n) if n = 0 then l else f(concatenate(l, l), n - 1), r: f([1], 60)}.r"
    ),
    "a list that shares itself": (
        "{a: [1, 1], b: [a, a], c: [b, b], d: [c, c], e: [d, d], f: [e, e], g: [f, f], h: [g, g], i: [h, h],"
        " j: [i, i], k: [j, j], l: [k, k], m: [l, l], n: [m, m], o: [n, n], p: [o, o], q: [p, p], r: [q, q],"
        " s: [r, r], t: [s, s], u: [t, t]}.u"
    ),
    "a recursion without end": "{f: function(n) f(n + 1), r: f(1)}.r",
    "two functions calling each other": "{f: function(n) n(n), r: f(f)}.r",
    "a catastrophic pattern": 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a|aa)+$")',
    "a replacement that swells": (
        '{f: function(s, n) if n = 0 then s else f(replace(s, "a", "aaaaaaaaaa"), n - 1), r: f("a", 9)}.r'
    ),
    "a partial list of partial lists": "for i in 1..5000 return partial",
    "lists in lists": (
        "{f: function(l, n) if n = 0 then count(flatten(l)) else f([l, l, l], n - 1), r: f([1], 30)}.r"
    ),
    "contexts in contexts": "{f: function(c, n) if n = 0 then c else f({a: c, b: c}, n - 1), r: f({}, 40)}.r",
    "text of contexts in contexts": (
        "string({f: function(c, n) if n = 0 then c else f({a: c, b: c}, n - 1), r: f({}, 40)}.r)"
    ),
    "joined texts": (
        '{f: function(s, n) if n = 0 then s else f(string join([s, s, s], s), n - 1), r: f("a", 60)}.r'
    ),
    "capitals that double": (
        '{f: function(s, n) if n = 0 then s else f(upper case(s) + s, n - 1), r: f("ß", 40)}.r'
    ),
    "two recursions at once": "{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(60)}.r",
    "a range of numbers without end": "some i in -1e30..1e30 satisfies i = 5",
    "a list searched again and again": "for i in 1..2000 return index of((for j in 1..2000 return j), i)",
    "distinct lists": "distinct values((for i in 1..3000 return [i]))",
    "huge numbers as text": "for i in 1..2000 return string(1e6000)",
    "a sort by a slow function": (
        "sort(for i in 1..2000 return i, function(x, y) count(for k in 1..500 return k) > x)"
    ),
}


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_it_stops(text: str) -> None:
    begun = process_time()
    with pytest.raises(FeelBudgetError):
        evaluate(text, {})
    assert process_time() - begun < 8


DEEP = {
    "brackets": "(" * 10_000 + "1" + ")" * 10_000,
    "brackets that never close": "(" * 60_000,
    "lists": "[" * 10_000,
    "contexts": "{a:" * 10_000,
    "minus signs": "-" * 10_000 + "1",
    "conditions": "if " * 10_000,
    "functions": "function() " * 5_000 + "1",
    "filters": "a" + "[1]" * 10_000,
    "paths": "a" + ".a" * 10_000,
    "calls": "f" + "()" * 10_000,
    "types": "1 instance of " + "list<" * 5_000,
    "ranges": "[1.." * 5_000,
    "tests": "1 in (" * 5_000,
    "powers": "2" + "**(2" * 5_000,
    "too long a text": "1" + "+1" * 40_000,
}


@pytest.mark.parametrize("kind", ["expression", "unary-tests"])
@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_it_refuses_to_parse(text: str, kind: str) -> None:
    begun = process_time()
    with pytest.raises(FeelSyntaxError):
        parse(text, kind="expression" if kind == "expression" else "unary-tests")
    assert process_time() - begun < 8


LONG = {
    "a sum": ("1" + "+1" * 20_000, 20_001),
    "conditions in a row": ("if false then 1 else " * 2_000 + "2", 2),
    "truths": (" and ".join(["true"] * 7_000), True),
    "a list": ("count([" + ",".join(["1"] * 20_000) + "])", 20_000),
    "a huge power": ("10 ** 6000 / 10 ** 5999", 10),
    "a power beyond numbers": ("(10 ** 6000) ** 1000", None),
    "a tiny number": ("1e-6000 * 1e-6000 = 0", True),
    "a remainder of huge numbers": ("modulo(1e6000, 3)", None),
    "a far position": ("[1][1e6000]", None),
    "a far date": ('@"2026-03-01" + @"P1D" * 1e20', None),
    "a power of powers": ("10 ** 10 ** 10 = 1e100", True),
    "a number with a huge exponent": ('number("1e' + "9" * 6000 + '")', None),
    "a number with many digits": ('number("' + "9" * 60_000 + '")', None),
    "a root of a huge number": ("sqrt(1e6142) = 1e3071", True),
    "a long duration": ('@"PT1S" * 1e30', None),
}


@pytest.mark.parametrize(("text", "expected"), LONG.values(), ids=LONG.keys())
def test_it_does_what_is_merely_long(text: str, expected: object) -> None:
    assert evaluate(text, {}, budget=Budget(seconds=30)) == from_python(expected)


def test_a_large_budget_allows_more() -> None:
    text = "count(for i in 1..100000 return i)"
    with pytest.raises(FeelBudgetError):
        evaluate(text, {}, budget=Budget(steps=1000))
    assert evaluate(text, {}, budget=Budget(steps=10**6, seconds=20)) == from_python(100_000)


def test_the_message_says_which_limit_was_hit() -> None:
    for budget, text, words in (
        (Budget(steps=10), "for i in 1..100 return i", "steps"),
        (Budget(cells=10), "for i in 1..100 return i", "longer lists"),
        (Budget(depth=5), "{f: function(n) f(n), r: f(1)}.r", "deeply"),
        (Budget(seconds=0.0), "for i in 1..100000 return i", "seconds"),
    ):
        with pytest.raises(FeelBudgetError, match=words):
            evaluate(text, {}, budget=budget)


def test_unary_tests_have_a_budget_too() -> None:
    with pytest.raises(FeelBudgetError):
        unary_test("every i in 1..1000000000 satisfies i > ?", from_python(0), {})


def test_a_variable_that_is_nested_endlessly_is_null() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(FeelError):
        from_python(endless)
    assert evaluate("count(x)", {"x": endless}) is None

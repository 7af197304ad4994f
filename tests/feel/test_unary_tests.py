"""Unary tests, the cells of decision tables (DMN 1.5, 7.3 and 10.3.2.13)."""

import pytest

from engine.feel import FeelSyntaxError, evaluate, from_python, parse, unary_test

CELLS = [
    ("-", 1, True),
    ("", 1, True),
    ("-", None, True),
    ("-, 1", 2, True),
    ("5", 5, True),
    ("5", 6, False),
    ("-5", -5, True),
    ("< 5", 4, True),
    (">= 5", 4, False),
    ("!= 5", 4, True),
    ("= 5", 5, True),
    ("> 5, < 2", 1, True),
    ("> 5, < 2", 3, False),
    ('"a", "b"', "b", True),
    ('("a", "b")', "b", True),
    ("[1..5]", 5, True),
    ("[1..5)", 5, False),
    ("(1..5), 7", 7, True),
    ("]1..5[", 1, False),
    ("not(1, 2)", 3, True),
    ("not(1, 2)", 1, False),
    ("not([1..5])", 3, False),
    ("not(]1..2[)", 1, True),
    ("not(> 5)", 6, False),
    ('not("a")', None, True),
    ("not(? > 5) and ? > 1", 3, True),
    ("null", None, True),
    ("null", 1, False),
    ("1", None, False),
    ("true", True, True),
    ("false", False, True),
    ("true", False, False),
    ("?", False, True),
    ("? > 2", 3, True),
    ("? > 2", 1, False),
    ("? > 2 and ? < 5", 6, False),
    ('starts with(?, "f")', "foo", True),
    ('"bar", string length(?) = 3', "foo", True),
    ('string length("?") = 1', "foo", None),
    ("limit", 10, True),
    ("> limit", 11, True),
    ("> limit - 5", 6, True),
    ("? = limit", 10, True),
    ("allowed", 2, True),
    ("allowed", 3, False),
    ("[1, 2, 3]", 2, True),
    ("[1, 2]", [1, 2], True),
    ("[[1..3], 7]", 2, True),
    ("> 5", "a", None),
    ("> 5", None, None),
    ("5", "a", None),
    ('> 5, "a"', "a", True),
    ("for x in allowed return x", 1, True),
]


@pytest.mark.parametrize(("cell", "value", "expected"), CELLS)
def test_it_tests_an_input(cell: str, value: object, expected: bool | None) -> None:
    scope = {"limit": from_python(10), "allowed": from_python([1, 2])}
    assert unary_test(cell, from_python(value), scope) is expected


def test_a_parsed_cell_serves_many_inputs() -> None:
    cell = parse("> limit", kind="unary-tests", names=["limit"])
    scope = {"limit": from_python(2)}
    assert [unary_test(cell, from_python(value), scope) for value in (1, 2, 3)] == [False, False, True]


@pytest.mark.parametrize("cell", ["1 ==", "not(1", ",", "1,", "[1..", "1 2", "> "])
def test_it_refuses_what_is_no_test(cell: str) -> None:
    with pytest.raises(FeelSyntaxError):
        parse(cell, kind="unary-tests")


def test_tests_are_no_expression_and_the_reverse() -> None:
    from engine.feel import FeelError

    with pytest.raises(FeelError):
        evaluate(parse("1, 2", kind="unary-tests"), {})
    with pytest.raises(FeelError):
        unary_test(parse("1"), None, {})

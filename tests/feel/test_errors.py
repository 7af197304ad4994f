"""Messages: where the text is wrong, and why a value is null."""

import pytest

from engine.feel import FeelSyntaxError, evaluate, from_python, parse

SYNTAX = [
    ("1 +", 1, 4, "Expected a value but found the end."),
    ("1 +\n* 2", 2, 1, "Expected a value but found '*'."),
    ('"abc', 1, 1, "A text begins here that does not end; it needs a closing quotation mark."),
    ("a == b", 1, 4, "Two values are compared with a single '='."),
    ("a & b", 1, 3, "The character '&' has no meaning here."),
    ("!a", 1, 1, "'!' is not an operator; write not(...) or !=."),
    ("if a then b", 1, 12, "Expected 'else' but found the end."),
    ("for x return x", 1, 5, "Expected a name and 'in' but found 'x'."),
    ("(1", 1, 3, "Expected ')' but found the end."),
    ("[1, 2", 1, 6, "Expected ']' but found the end."),
    ("{a 1}", 1, 2, "Expected the name of an entry and a colon but found 'a'."),
    ("{a: 1, a: 2}", 1, 8, "The context has two entries 'a'."),
    ("f(a: 1, 2)", 1, 2, "Give either every argument a name of its own, or none."),
    ("[1..2", 1, 6, "Expected the bracket that ends the range but found the end."),
    ("a.", 1, 3, "Expected a name after '.' but found the end."),
    ("@5", 1, 2, "Expected a text in quotation marks after '@' but found '5'."),
    ("1 2", 1, 3, "Expected an operator or the end but found '2'."),
    ("then", 1, 1, "Expected a value but found 'then'."),
    ("1e9999", 1, 1, "The number is too large."),
    ("", 1, 1, "Expected a value but found the end."),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), SYNTAX)
def test_it_says_where_the_text_is_wrong(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    wrong = caught.value
    assert (wrong.message, wrong.line, wrong.column) == (message, line, column)
    assert str(wrong) == f"{message} (line {line}, column {column})"


WARNINGS = [
    ("1 / 0", "1 / 0 has no value (line 1, column 3)"),
    ('1 + "a"', "a number cannot be added to a string (line 1, column 3)"),
    ('1 < "a"', "a number and a string have no order (line 1, column 3)"),
    ('1 = "a"', "a number is never equal to a string (line 1, column 3)"),
    ("unknown", "nothing is known by the name 'unknown' (line 1, column 1)"),
    ("{a: 1}.b", "the context has no entry 'b' (line 1, column 7)"),
    ("[1][2]", "the list has no item 2 (line 1, column 4)"),
    ("1(2)", "a number cannot be called (line 1, column 2)"),
    ("sqrt(-1)", "sqrt: a negative number has no square root (line 1, column 5)"),
    ("upper case(1)", "upper case: 'string' is a number (line 1, column 11)"),
    ("abs(1, 2)", "abs: cannot be called with these 2 arguments (line 1, column 4)"),
    ('\n  @"2026-02-30"', "there is no date 2026-2-30 (line 2, column 3)"),
    ("-true", "a boolean cannot be negated (line 1, column 1)"),
    ("1 instance of Thing", "there is no type 'Thing' (line 1, column 3)"),
    ("for i in null return i", "null cannot be iterated over (line 1, column 1)"),
]


@pytest.mark.parametrize(("text", "expected"), WARNINGS)
def test_it_says_why_a_value_is_null(text: str, expected: str) -> None:
    warnings: list[str] = []
    assert evaluate(text, {}, warnings=warnings) is None
    assert warnings == [expected]


def test_it_keeps_only_so_many_warnings() -> None:
    warnings: list[str] = []
    evaluate("for i in 1..1000 return i / 0", {}, warnings=warnings)
    assert len(warnings) == 50


def test_a_variable_that_feel_cannot_hold_is_null_with_a_warning() -> None:
    warnings: list[str] = []
    assert evaluate("rate + 1", {"rate": 0.5}, warnings=warnings) is None
    assert warnings[0].startswith("'rate' cannot be read: A binary float is no exact number")


def test_variables_of_pythons_own_types_are_converted() -> None:
    scope = {"n": 2, "items": [{"price": 3}, {"price": 4}]}
    assert evaluate("sum(items.price) * n", scope) == from_python(14)

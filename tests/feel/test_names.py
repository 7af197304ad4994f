"""Names with spaces and operators, and what an expression reads (DMN 1.5, 10.3.1.4 and 10.3.1.5)."""

import pytest

from engine.feel import FeelSyntaxError, parse
from tests.feel.tables import feel, matches

SCOPE = {
    "Monthly Salary": 10,
    "date-time+1": 7,
    "a": 5,
    "b": 2,
    "a-b": 100,
    "terms and conditions": "read",
    "in stock": [1, 2],
    "client's age": 40,
    "address line 1": "Main Street",
    "number of items": 3,
    "é": 9,
    "🐎": "horse",
    "person": {"first name": "Ada", "date-of-birth": "1815", "line 2": "x"},
    "people": [{"first name": "Ada", "full-time": True}, {"first name": "Bob", "full-time": False}],
    "date": "shadowed",
}
NAMES = [
    ("Monthly Salary * 12", 120),
    ("Monthly  \n Salary", 10),
    ("date-time+1", 7),
    ("a-b", 100),
    ("a - b", 100),
    ("(a)-(b)", 3),
    ('terms and conditions = "read"', True),
    ("for x in in stock return x", [1, 2]),
    ("client's age > 39", True),
    ("address line 1", "Main Street"),
    ("number of items + a", 8),
    ("é + 1", 10),
    ("🐎", "horse"),
    ("person.first name", "Ada"),
    ("person.date-of-birth", "1815"),
    ("person.line 2", "x"),
    ('people[first name = "Bob"].first name', ["Bob"]),
    ("people[full-time].first name", ["Ada"]),
    ("{net price: 3, with tax: net price * 2}.with tax", 6),
    ("{a-b: 1, c: a-b + 1}.c", 2),
    ("for first one in [1, 2] return first one + 1", [2, 3]),
    ("(function(first one) first one * 2)(4)", 8),
    ('string length("abc")', 3),
    ("date(2026, 3, 1).year", 2026),
    ("{not used: 1}.not used", 1),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_it_reads_names(text: str, expected: object) -> None:
    from engine.feel import evaluate, from_python

    scope = {name: from_python(value) for name, value in SCOPE.items()}
    assert matches(evaluate(text, scope), expected)


def test_it_gives_null_for_an_unknown_name() -> None:
    assert feel("somebody unknown") is None


REFERENCES = [
    ("a + b", ["a", "b"], {"a", "b"}),
    ("applicant.age > limit", [], {"applicant", "limit"}),
    ("Monthly Salary * 12", ["Monthly Salary"], {"Monthly Salary"}),
    ("for x in xs return x + y", [], {"xs", "y"}),
    ("some x in xs satisfies x > partial", [], {"xs", "partial"}),
    ("for x in xs return count(partial)", [], {"xs"}),
    ("{a: 1, b: a + c}", [], {"c"}),
    ("function(a) a + b", [], {"b"}),
    ("xs[item > limit]", ["limit"], {"xs", "limit"}),
    ("xs[price > 3]", [], {"xs"}),
    ("sum(xs) + date(y).year", [], {"xs", "y"}),
    ("date", ["date"], {"date"}),
    ("? in allowed", [], {"?", "allowed"}),
    ("x in (a, ? > b)", [], {"x", "a", "b"}),
]


@pytest.mark.parametrize(("text", "names", "expected"), REFERENCES)
def test_it_tells_what_an_expression_reads(text: str, names: list[str], expected: set[str]) -> None:
    assert parse(text, names=names).references() == expected


def test_unary_tests_do_not_read_their_input() -> None:
    assert parse("? > limit", kind="unary-tests").references() == {"limit"}


def test_it_parses_the_same_text_once() -> None:
    assert parse("a + b", names=["a", "b", "c d"]).root is parse("a + b", names=["x y"]).root


def test_it_parses_anew_where_a_name_of_several_words_may_occur() -> None:
    assert parse("a-b").references() == {"a", "b"}
    assert parse("a-b", names=["a-b"]).references() == {"a-b"}


def test_it_does_not_let_two_words_stand_for_one_known_word() -> None:
    with pytest.raises(FeelSyntaxError):
        parse("1 a b")

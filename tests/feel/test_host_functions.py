"""Functions that the program around FEEL gives to an expression."""

from decimal import Decimal

import pytest

from engine.feel import Value, evaluate, from_python
from tests.feel.tables import matches


def working_days(count: Value, start: Value = None) -> object:
    """A function with a name of two words in FEEL."""
    if not isinstance(count, Decimal):
        raise ValueError("days are counted in numbers")
    return int(count) * 10 + (0 if start is None else 1)


working_days.parameters = ("count", "start")  # type: ignore[attr-defined]

HOST = {"working days": working_days, "pair": lambda a, b: [a, b], "answer": lambda: 42}

CALLS = [
    ("working days(3)", 30),
    ("working days(3) + 1", 31),
    ("working days(3, true)", 31),
    ("working days(count: 3)", 30),
    ("working days(start: true, count: 3)", 31),
    ("working days(days: 3)", None),
    ('working days("a")', None),
    ("working days()", None),
    ("working days(1, 2, 3)", None),
    ("pair(1, [2])", [1, [2]]),
    ("answer() / 2", 21),
    ("for n in [1, 2] return working days(n)", [10, 20]),
    ("(function(f) f(4))(working days)", 40),
]


@pytest.mark.parametrize(("text", "expected"), CALLS)
def test_it_calls_the_host(text: str, expected: object) -> None:
    assert matches(evaluate(text, {}, functions=HOST), expected)


def test_a_mistake_in_the_arguments_leaves_a_warning() -> None:
    warnings: list[str] = []
    assert evaluate('working days("a")', {}, functions=HOST, warnings=warnings) is None
    assert warnings == ["working days: days are counted in numbers (line 1, column 13)"]


def test_a_fault_of_the_host_is_not_hidden() -> None:
    def broken() -> object:
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        evaluate("broken()", {}, functions={"broken": broken})


def test_a_variable_hides_a_host_function_unless_it_is_called() -> None:
    scope = {"answer": from_python(1)}
    assert matches(evaluate("answer + answer()", scope, functions=HOST), 43)


def test_an_expression_finds_no_way_to_python() -> None:
    for text in (
        "abs.__class__",
        '"a".__class__',
        "f.__globals__",
        "answer.__call__",
        "{a: 1}.keys",
        "[1].append",
        "__import__",
        "(function(x) x).signature",
    ):
        value = evaluate(text, {}, functions=HOST)
        assert value is None or value == [None]

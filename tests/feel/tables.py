"""How the tables of these tests are written and read."""

from datetime import UTC, datetime

from engine.feel import Value, evaluate, from_python
from engine.feel.values.lexical import read_at_literal

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def at(text: str) -> Value:
    """The date, time or duration that a row expects."""
    return read_at_literal(text)


def feel(text: str, **variables: object) -> Value:
    """The value of the expression; underscores in the variables' names stand for spaces."""
    return evaluate(
        text, {name.replace("_", " "): from_python(value) for name, value in variables.items()}, now=NOW
    )


def matches(actual: Value, expected: object) -> bool:
    """Whether a value is the expected one, of the same kind: `True` is not 1, and 1 is not "1"."""
    wanted = from_python(expected)
    return type(actual) is type(wanted) and actual == wanted

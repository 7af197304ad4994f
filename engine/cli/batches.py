"""Batches: one JSON object a line in, one answer a line out."""

from collections.abc import Callable, Mapping
from typing import NoReturn

import click

from engine.errors import EngineError, InvalidInput
from engine.feel import FeelError
from engine.feel.wire import dumps, loads

Answer = Callable[[Mapping[str, object]], object]


def answer_lines(batch: str, answer: Answer) -> None:
    """Print the answer to every line that is not empty: its value, or why there is none."""
    for line in batch.split("\n"):
        if line.strip():
            click.echo(_one(line, answer))


def _one(line: str, answer: Answer) -> str:
    try:
        asked = loads(line)
        if not isinstance(asked, dict):
            wrong("A line takes one JSON object.")
        return dumps({"value": answer(asked)})
    except (EngineError, FeelError) as refused:
        return dumps({"error": " ".join(str(refused).split())})


def text_of(asked: Mapping[str, object], key: str) -> str:
    """The text that a line must have.

    Raises:
        InvalidInput: it has none.
    """
    value = asked.get(key)
    if not isinstance(value, str):
        wrong(f"The line needs “{key}”, a text.")
    return value


def variables_of(asked: Mapping[str, object]) -> Mapping[str, object]:
    """The variables of a line; none where it names none.

    Raises:
        InvalidInput: they are no JSON object.
    """
    value = asked.get("variables")
    if value is None:
        return {}
    if not isinstance(value, dict):
        wrong("“variables” takes a JSON object.")
    return value


def wrong(message: str) -> NoReturn:
    """Refuse a line."""
    raise InvalidInput(message)

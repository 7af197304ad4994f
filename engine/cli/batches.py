"""Batches: one JSON object a line in, one answer a line out."""

from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from typing import NoReturn

import click

from engine.errors import EngineError, InvalidInput
from engine.feel import FeelError
from engine.feel.wire import dumps, loads

Answer = Callable[[Mapping[str, object]], object]


def answer_lines(path: str, answer: Answer) -> None:
    """Print the answer to every line of a file that is not empty: its value, or why there is none.

    Each line is answered as soon as it is there: whoever writes to stdin (“-”) may wait for an answer.
    """
    with click.open_file(path, "rb") as lines:
        for number, line in enumerate(lines):
            told = line.removeprefix(BOM_UTF8) if number == 0 else line
            if told.strip():
                click.echo(_one(told, answer))


def _one(line: bytes, answer: Answer) -> str:
    try:
        asked = loads(_decoded(line))
        if not isinstance(asked, dict):
            wrong("A line takes one JSON object.")
        return dumps({"value": answer(asked)})
    except (EngineError, FeelError) as refused:
        return dumps({"error": " ".join(str(refused).split())})


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        wrong("The line is not UTF-8.")


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

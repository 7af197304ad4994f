"""What all commands share: the application, one JSON document on stdout, one sentence on stderr."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from engine.config import read_config
from engine.errors import EngineError
from engine.feel import FeelError, evaluate
from engine.feel.values import DaysDuration, MonthsDuration
from engine.feel.wire import loads
from engine.logs import logger

if TYPE_CHECKING:
    from engine.bootstrap import Querela

WORKER = "worker"
"""As what a command that is watched is known to others."""

P = ParamSpec("P")
T = TypeVar("T")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

PROBLEMS = 1
REFUSED = 3


@contextmanager
def application(*, ready: bool = True, watched: bool = False) -> "Iterator[Querela]":
    """The application as the environment says. `ready`: its database must be set up already; `watched`: of
    its commands lines are written, figures counted and spans sent.
    """
    from engine import bootstrap  # the whole engine: not for commands that need no database

    if watched:
        querela = bootstrap.watched(read_config(os.environ), os.environ, role=WORKER)
    else:
        querela = bootstrap.from_environment(os.environ)
    try:
        if ready:
            querela.require_kind()
        yield querela
    finally:
        querela.close()
        if querela.watch is not None:
            querela.watch.close()


def plainly(function: Callable[P, T]) -> Callable[P, T]:
    """Turn a refusal into one plain sentence on stderr and exit status 3."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except (EngineError, FeelError) as refused:
            raise Refusal(str(refused)) from refused
        except OSError as failed:
            raise Refusal(f"{failed.strerror or failed}: {failed.filename or ''}".rstrip(": ")) from failed
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as failed:
            logger("cli").exception("unexpected error")
            raise Refusal(f"Something went wrong in Querela itself: {type(failed).__name__}.") from failed

    return wrapped


class Refusal(click.ClickException):
    """One plain sentence; exit status 3."""

    exit_code = REFUSED

    def show(self, file: object = None) -> None:
        """Write it to stderr, on one line."""
        click.echo(" ".join(self.format_message().split()), err=True)


def print_json(value: object) -> None:
    """Exactly one JSON document on stdout."""
    from engine.queries.plain import as_json  # with all queries: not for commands that answer in plain values

    click.echo(as_json(value))


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on stdout, its cells as they are: no mark-up, and control characters made visible as “�”."""
    from rich.console import Console  # slow to load, and not for commands that print JSON
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads) if heads else Table(show_header=False, box=None)
    for row in rows:
        table.add_row(*(Text(_CONTROL.sub("\ufffd", cell)) for cell in row))
    Console().print(table)


def read_variables(text: str | None) -> dict[str, object]:
    """FEEL values from a JSON object. Raises BadParameter when it is none."""
    if not text:
        return {}
    try:
        value = loads(text)
    except FeelError as wrong:
        raise click.BadParameter(f"This is not JSON: {wrong}") from wrong
    if not isinstance(value, dict):
        raise click.BadParameter("This takes a JSON object.")
    return value


def read_duration(text: str) -> timedelta:
    """A length from ISO 8601, e.g. P3D or PT2H. Raises BadParameter."""
    value = evaluate("duration(text)", {"text": text})
    if isinstance(value, DaysDuration):
        return timedelta(microseconds=value.nanos // 1000)
    if isinstance(value, MonthsDuration):
        raise click.BadParameter("Months have no fixed length; give days, e.g. P30D.")
    raise click.BadParameter("This is not an ISO 8601 duration, e.g. P3D or PT2H.")


def read_input(path: str) -> str:
    """A file's text, or what stands on stdin for “-”; UTF-8 whatever the terminal speaks. Raises Refusal."""
    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as failed:
        raise Refusal(f"{path} is not UTF-8.") from failed

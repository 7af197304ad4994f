"""Which command has left a job or a mail, so that the span of whoever does it can name that command's.

Nothing here knows of spans: a command is named by the text that W3C's `traceparent` has, and only where spans
are sent. A shared database carries the text with the errand; an embedded one is served by one process, which
keeps it.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

MOST = 10_000
"""So many are kept; of a job that waits for longer nobody knows who has left it."""

_at_hand: ContextVar[str] = ContextVar("at_hand", default="")
_brought: ContextVar[tuple[str, str]] = ContextVar("brought", default=("", ""))
_cause: ContextVar[str] = ContextVar("cause", default="")
_kept: OrderedDict[str, str] = OrderedDict()
_turns = Lock()


@contextmanager
def at_hand(trace: str) -> Iterator[None]:
    """The command of this block bears that name."""
    token = _at_hand.set(trace)
    try:
        yield
    finally:
        _at_hand.reset(token)


def current() -> str:
    """The name of the command at hand; empty where no spans are sent."""
    return _at_hand.get()


def keep(key: str) -> None:
    """Keep in this process which command has left the job or mail of that key."""
    trace = current()
    if trace:
        with _turns:
            _kept[key] = trace
            while len(_kept) > MOST:
                _kept.popitem(last=False)


@contextmanager
def brought(key: str, trace: str) -> Iterator[None]:
    """What an errand says of who has left the job or mail of that key."""
    token = _brought.set((key, trace))
    try:
        yield
    finally:
        _brought.reset(token)


@contextmanager
def doing(key: str) -> Iterator[None]:
    """The commands of this block do what another has left under that key."""
    named, trace = _brought.get()
    if named != key:
        with _turns:
            trace = _kept.pop(key, "")
    token = _cause.set(trace)
    try:
        yield
    finally:
        _cause.reset(token)


def cause() -> str:
    """The name of the command that has left what is done here; empty: none is known."""
    return _cause.get()

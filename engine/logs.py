"""Log lines as events with fields, on stderr: JSON for collectors, `key=value` for a terminal.

A line carries what its request, job and command are about. No line carries what people wrote, nor who they
are: of an actor it knows the login, of a case its reference.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

_FIRST = ("timestamp", "level", "event")
_OURS = ("engine.", "web.")

_levels: list[int] = []  #: the level asked for, until the first line is about to be written
_around: ContextVar[Mapping[str, object]] = ContextVar("around", default={})  # noqa: B039 - never changed
_noted: ContextVar[dict[str, object] | None] = ContextVar("noted", default=None)


def set_up_logs(level: int = logging.INFO) -> None:
    """Send structured lines to stderr; stdout stays for answers.

    The library behind it is loaded with the first line: most commands write none.
    """
    if "structlog" in sys.modules:
        _configure(level)
    else:
        _levels[:] = [level]
    root = logging.getLogger()
    if _others not in root.handlers:
        root.addHandler(_others)


class _Others(logging.Handler):
    """What libraries have to say, in lines of the same form: the room is theirs."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record. What goes wrong with it is the library's, and nobody else's."""
        try:
            told = {"exc_info": record.exc_info} if record.exc_info else {}
            logger(record.name).log(record.levelno, record.getMessage(), **told)
        except Exception:
            self.handleError(record)


_others = _Others(logging.WARNING)


def logger(name: str) -> "FilteringBoundLogger":
    """A logger whose lines carry the room's name."""
    import structlog  # a tenth of a second

    if _levels:
        _configure(_levels.pop())
    bound: FilteringBoundLogger = structlog.get_logger(room=name)
    return bound


@contextmanager
def within(**fields: object) -> Iterator[None]:
    """Every line of this block carries these fields: of a request its id, of a worker's job the job's."""
    token = _around.set({**_around.get(), **fields})
    try:
        yield
    finally:
        _around.reset(token)


def around() -> Mapping[str, object]:
    """The fields that every line carries here."""
    return _around.get()


@contextmanager
def noting() -> Iterator[dict[str, object]]:
    """What `note` says in this block: fields of the block's lines, and of the one that tells of its end."""
    found: dict[str, object] = {}
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


def note(**fields: object) -> None:
    """Say what the command at hand is about: its instance, its case. Nothing happens where nobody listens."""
    found = _noted.get()
    if found is not None:
        found.update(fields)


def tally(**numbers: int) -> None:
    """Add to what the command at hand has noted by these names."""
    found = _noted.get()
    if found is not None:
        for name, number in numbers.items():
            before = found.get(name, 0)
            found[name] = number + (before if isinstance(before, int) else 0)


def fault(wrong: BaseException) -> Mapping[str, str]:
    """What a line tells of an error: its `error`, the kind, and its `place`, module and line.

    Its words are left out, for they may hold what somebody wrote; but not those of an error that speaks of
    the machine alone: these are its `reason`.
    """
    kind = type(wrong).__name__
    if wrong.__cause__ is not None:
        kind += f" from {type(wrong.__cause__).__name__}"
    told = {"error": kind, "place": _place(wrong.__traceback__)}
    return {**told, "reason": str(wrong)} if getattr(wrong, "impersonal", False) else told


def _place(trace: TracebackType | None) -> str:
    """Where it was raised: of the modules on the way the innermost that is ours, else the innermost."""
    innermost, ours = "", ""
    for frame, line in traceback.walk_tb(trace):
        name = str(frame.f_globals.get("__name__", "?"))
        innermost = f"{name}:{line}"
        if name.startswith(_OURS):
            ours = innermost
    return ours or innermost


def _without_words(exc_info: Any) -> str:
    """The trace of an error and of those behind it, without what they say: it may be somebody's."""
    wrong: BaseException | None = exc_info[1]
    chain: list[BaseException] = []
    while wrong is not None and wrong not in chain:
        chain.append(wrong)
        wrong = wrong.__cause__ or (None if wrong.__suppress_context__ else wrong.__context__)
    parts = []
    for each in reversed(chain):
        frames = "".join(traceback.format_tb(each.__traceback__))
        parts.append(
            f"Traceback (most recent call last):\n{frames}{type(each).__module__}.{type(each).__qualname__}"
        )
    return "\n\n".join(parts)


def _configure(level: int) -> None:
    import structlog

    structlog.configure(
        processors=[
            _add_context,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_without_words),
            _rendered,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),  # whatever stands there by then
        cache_logger_on_first_use=False,
    )


def _add_context(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """What the line says itself counts before what stands around it."""
    return {**_around.get(), **(_noted.get() or {}), **line}


def _rendered(_logger: object, _method: str, line: MutableMapping[str, Any]) -> str:
    """The line as one JSON object; as words where somebody sits before a terminal."""
    ordered = {name: line.pop(name) for name in _FIRST if name in line} | dict(line)
    if not sys.stderr.isatty():
        return json.dumps(ordered, default=str)
    trace = ordered.pop("exception", None)
    words = " ".join(f"{name}={value!r}" for name, value in ordered.items())
    return f"{words}\n{trace}" if trace else words

"""Log lines as events with fields, on stderr."""

import logging
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

_levels: list[int] = []  #: the level asked for, until the first line is about to be written


def set_up_logs(level: int = logging.INFO) -> None:
    """Send structured lines to stderr; stdout stays for answers.

    The library behind it is loaded with the first line: most commands write none.
    """
    if "structlog" in sys.modules:
        _configure(level)
    else:
        _levels[:] = [level]


def logger(name: str) -> "FilteringBoundLogger":
    """A logger whose lines carry the room's name."""
    import structlog  # a tenth of a second

    if _levels:
        _configure(_levels.pop())
    bound: FilteringBoundLogger = structlog.get_logger(room=name)
    return bound


def _configure(level: int) -> None:
    import structlog

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),  # whatever stands there by then
        cache_logger_on_first_use=False,
    )

"""Log lines as events with fields, on stderr."""

import logging
import sys

import structlog


def set_up_logs(level: int = logging.INFO) -> None:
    """Send structured lines to stderr; stdout stays for answers."""
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


def logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger whose lines carry the room's name."""
    bound: structlog.typing.FilteringBoundLogger = structlog.get_logger(room=name)
    return bound

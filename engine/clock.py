"""The only room that asks the machine for the time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Gives the present instant, aware and in UTC."""


def system_clock() -> datetime:
    """The machine's present instant, in UTC."""
    return datetime.now(UTC)


def shifted(clock: Clock, offset: timedelta) -> Clock:
    """A clock that runs `offset` ahead of `clock`."""
    return lambda: clock() + offset


def pause(seconds: float) -> None:
    """Let this thread rest for `seconds`."""
    time.sleep(seconds)


def monotonic() -> float:
    """Seconds on a clock that never goes back; only differences mean anything."""
    return time.monotonic()

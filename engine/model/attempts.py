"""How often somebody may knock at a door that stands open to everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

SKEW = 60.0
"""Seconds that the clocks of two machines may differ; a moment further ahead is of a clock that was wrong."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many attempts in any stretch of that length."""

    most: int
    span: timedelta


def longest(limits: Sequence[Limit]) -> float:
    """Seconds after which an attempt no longer counts for any of the limits."""
    return max(limit.span.total_seconds() for limit in limits)


def take(earlier: Sequence[float], limits: Sequence[Limit], now: float) -> tuple[list[float], float]:
    """The moments to remember, this one among them if it is allowed, and the seconds to wait if it is not.

    `earlier`, `now`: seconds since 1970, in order. An attempt that is turned away does not count.
    """
    known = [moment for moment in earlier if now - longest(limits) < moment <= now + SKEW]
    wait = max(_wait(known, limit, now) for limit in limits)
    return (known, wait) if wait > 0 else ([*known, now], 0.0)


def _wait(known: Sequence[float], limit: Limit, now: float) -> float:
    span = limit.span.total_seconds()
    within = [moment for moment in known if moment > now - span]
    return within[-limit.most] + span - now if len(within) >= limit.most else 0.0

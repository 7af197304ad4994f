"""How often somebody may knock at a door that stands open to everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

SKEW = 60.0
"""Seconds that the clocks of two machines may differ; a moment further ahead is of a clock that was wrong."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """What is known of one key: moments in seconds since 1970, in order, and when the last is forgotten."""

    moments: tuple[float, ...] = ()
    until: float = 0.0

    def within(self, span: float, now: float) -> tuple[float, ...]:
        """The attempts of the last `span` seconds."""
        return tuple(moment for moment in self.moments if now - span < moment <= now + SKEW)


def take(known: Attempts, most: int, span: float, amount: int, now: float) -> Attempts | None:
    """What is known with `amount` more attempts; None where the last `span` seconds would hold too many."""
    counted = known.within(span, now)
    if len(counted) + amount > most:
        return None
    return Attempts((*counted, *[now] * amount), now + span)


def as_text(moments: Sequence[float]) -> str:
    """The moments as they are kept."""
    return " ".join(repr(moment) for moment in moments)


def of_text(text: str) -> tuple[float, ...]:
    """The moments that as_text() wrote."""
    return tuple(float(moment) for moment in text.split())

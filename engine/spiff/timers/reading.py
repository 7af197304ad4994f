"""What a timer's text or FEEL value means."""

import re
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel import FeelError
from engine.feel.values import (
    DaysDuration,
    FeelDate,
    FeelDateTime,
    FeelTime,
    MonthsDuration,
    to_instant,
)
from engine.spiff.failure import Failure
from engine.spiff.timers.period import Period, from_feel, from_iso
from engine.spiff.timers.schedule import Cycle, Moments, Once, Schedule

_BARE = re.compile(
    r"[-+]?P(?=[0-9T,.])[0-9YMWDTHS.,]*|R[0-9]*/.+|-?\d{4,}-?(\d{2}|W\d{2}|\d{3})\b.*|\d{8}T.*", re.I | re.S
)


@lru_cache(maxsize=2048)
def is_bare(text: str) -> bool:
    """Whether the text is ISO 8601 rather than an expression."""
    return _BARE.fullmatch(text.strip()) is not None


def schedule_of(value: object, armed_at: datetime, zone: tzinfo) -> Schedule:
    """When a timer of this text or FEEL value is due, armed at an instant.

    Raises:
        Failure: it says no moment, no duration and no rhythm.
    """
    if type(value) is FeelDateTime:
        return Once(_instant(value, zone))
    if isinstance(value, list):
        return Moments(tuple(sorted(_instant(item, zone) for item in value)))
    if isinstance(value, DaysDuration | MonthsDuration):
        return Once(from_feel(value).after(armed_at, 1, zone))
    if isinstance(value, str):
        return _from_text(value.strip(), armed_at, zone)
    if isinstance(value, FeelDate):
        return Once(_instant(value, zone))
    if value is None:
        raise Failure("the timer's expression gives nothing (null)")
    raise Failure("the timer's expression gives neither a moment nor a duration")


def _from_text(text: str, armed_at: datetime, zone: tzinfo) -> Schedule:
    if text[:1] in "Rr" and "/" in text:
        return _cycle(text, armed_at, zone)
    if text[:1] in "Pp":
        return Once(from_iso(text).after(armed_at, 1, zone))
    if text[:2] in ("-P", "-p"):
        raise Failure("a timer cannot go backwards: its duration is negative")
    return Once(moment_of(text, zone))


def _cycle(text: str, armed_at: datetime, zone: tzinfo) -> Schedule:
    repeats, *rest = text.split("/")
    times = _times(repeats, text)
    if len(rest) == 1:
        every, first, until = from_iso(rest[0]), None, None
    elif len(rest) == 2 and rest[0][:1] in "Pp":
        every, first, until = from_iso(rest[0]), None, moment_of(rest[1], zone)
    elif len(rest) == 2:
        every, first, until = from_iso(rest[1]), moment_of(rest[0], zone), None
    else:
        raise Failure(f"“{text}” is not a repetition")
    if every.is_empty:
        raise Failure(f"“{text}” repeats without any time between")
    if first is None:
        return Cycle(every.after(armed_at, 1, zone), every, times, until)
    return _not_before(Cycle(first, every, times), armed_at, zone)


def _times(repeats: str, text: str) -> int | None:
    count = repeats[1:]
    if count and not count.isdecimal():
        raise Failure(f"“{text}” is not a repetition")
    if count and int(count) == 0:
        raise Failure(f"“{text}” repeats no times")
    return int(count) if count else None


def _not_before(cycle: Cycle, armed_at: datetime, zone: tzinfo) -> Schedule:
    """What of the cycle is still to come; where all of it has passed, once and at once."""
    passed = _passed(cycle, armed_at, zone)
    if cycle.times is not None and passed >= cycle.times:
        return Once(armed_at)
    left = None if cycle.times is None else cycle.times - passed
    return Cycle(cycle.every.after(cycle.first, passed, zone), cycle.every, left, cycle.until)


def _passed(cycle: Cycle, armed_at: datetime, zone: tzinfo) -> int:
    """How many moments of the cycle lie before the instant (by halving: a cycle may be years old)."""
    if cycle.first >= armed_at:
        return 0
    low, high = 0, 1
    while cycle.every.after(cycle.first, high, zone) < armed_at:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if cycle.every.after(cycle.first, middle, zone) < armed_at:
            low = middle
        else:
            high = middle
    return high


def _instant(value: object, zone: tzinfo) -> datetime:
    if isinstance(value, FeelDate):
        value = FeelDateTime(value, FeelTime(0, 0, 0, 0, None))
    try:
        if isinstance(value, FeelDateTime):
            return to_instant(value, zone)
        if isinstance(value, str):
            return moment_of(value.strip(), zone)
    except FeelError as error:
        raise Failure(f"the timer's moment cannot be used: {error}") from error
    raise Failure("a timer's list may hold moments only")


def moment_of(text: str, zone: tzinfo) -> datetime:
    """The instant of an ISO 8601 date, or date and time; without an offset it is local, in the given zone.

    Raises:
        Failure: it is none.
    """
    body, at, name = text.partition("@")
    if at:
        body, zone = body.split("[")[0], _named(name, text)
    try:
        if len(body) <= 10 and "T" not in body.upper():
            return datetime.combine(date.fromisoformat(body), time(), zone).astimezone(UTC)
        moment = datetime.fromisoformat(body)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Failure(f"“{text}” is neither a moment nor a duration") from None


def _named(name: str, text: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Failure(f"“{text}” names a time zone that does not exist") from None


def check(text: str) -> None:
    """Raise Failure when a bare ISO 8601 timer can never be armed."""
    schedule_of(text, datetime(2000, 1, 1, tzinfo=UTC), UTC)


__all__ = ["Period", "check", "is_bare", "moment_of", "schedule_of"]

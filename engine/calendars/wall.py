"""From the clock on the wall to the instant, exact where summer time begins and ends."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.errors import InvalidInput

FIRST, LAST = 1900, 2400
"""Years that calendars look at: beyond them a deadline is a mistake."""


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises:
        InvalidInput: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InvalidInput(f"There is no time zone “{name}”.") from error


def utc(moment: datetime) -> datetime:
    """The same instant in UTC.

    Raises:
        InvalidInput: the moment says nothing of its zone, or its year is beyond every calendar.
    """
    if moment.tzinfo is None:
        raise InvalidInput("A moment without a time zone cannot be placed in a calendar.")
    if not FIRST <= moment.year < LAST:
        raise InvalidInput(f"Calendars do not reach to the year {moment.year}.")
    return moment.astimezone(UTC)


def instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant at which a clock on the wall first shows that time.

    A time that the clocks leave out counts as the moment at which they are put forward, so that
    earlier on the wall is never later in fact.
    """
    local = datetime.combine(day, wall, zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    return _change(local.replace(fold=1).astimezone(UTC), found, zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which the local day is over."""
    return instant(day + timedelta(days=1), time.min, zone)


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two at which the zone's offset changes, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def same_wall_time(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The instant at which the wall shows the same time that many days later."""
    if days == 0:
        return moment
    local = moment.astimezone(zone)
    return instant(local.date() + timedelta(days=days), local.time(), zone)

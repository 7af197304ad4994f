"""Offsets and named time zones.

A zone is an offset in seconds east of UTC (int) or the name of a zone, such as `Europe/Paris` (str).
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel.values.calendar import civil_from_days

Zone = int | str
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+)*")
_SECONDS_A_DAY = 86_400
MAX_OFFSET = 18 * 3600


@lru_cache(maxsize=512)
def named(name: str) -> ZoneInfo | None:
    """The zone of that name, or None if there is none."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def offset_of_local(zone: Zone, days: int, second: int) -> int:
    """Seconds east of UTC that the zone observes at a local date (days from 1970) and second of the day."""
    if isinstance(zone, int):
        return zone
    return _offset_there(zone, days, second)


@lru_cache(maxsize=4096)
def _offset_there(zone: str, days: int, second: int) -> int:
    return _named_offset(zone, _local(days, second), local=True)


@lru_cache(maxsize=512)
def standard_offset(name: str) -> int:
    """Seconds east of UTC that the named zone observes in winter: how a time without a date is read."""
    moment = datetime(2000, 1, 1, tzinfo=named(name))
    offset = (moment.utcoffset() or timedelta()) - (moment.dst() or timedelta())
    return round(offset.total_seconds())


def offset_of_instant(zone: Zone, seconds: int) -> int:
    """Seconds east of UTC that the zone observes at an instant (seconds from 1970 in UTC)."""
    if isinstance(zone, int):
        return zone
    days, second = divmod(seconds, _SECONDS_A_DAY)
    return _named_offset(zone, _local(days, second), local=False)


def _local(days: int, second: int) -> datetime:
    """The moment as Python holds it; a year too far is replaced by one with the same calendar."""
    year, month, day = civil_from_days(days)
    if not 2 <= year <= 9998:
        year = 2000 + year % 400
    return datetime(year, month, day) + timedelta(seconds=second)  # noqa: DTZ001 - the zone is applied next


def _named_offset(zone: str, moment: datetime, *, local: bool) -> int:
    info = named(zone)
    if info is None:
        return 0
    there = moment.replace(tzinfo=info) if local else info.fromutc(moment.replace(tzinfo=info))
    return round((there.utcoffset() or timedelta()).total_seconds())


def zone_text(zone: Zone | None) -> str:
    """`Z`, `+02:00`, `@Europe/Paris`, or nothing."""
    if zone is None:
        return ""
    if isinstance(zone, str):
        return f"@{zone}"
    if zone == 0:
        return "Z"
    sign = "-" if zone < 0 else "+"
    hours, rest = divmod(abs(zone), 3600)
    minutes, seconds = divmod(rest, 60)
    text = f"{sign}{hours:02}:{minutes:02}"
    return f"{text}:{seconds:02}" if seconds else text

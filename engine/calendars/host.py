"""Working time in FEEL: functions that expressions of a case can call beside FEEL's own."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from engine.calendars.limits import due
from engine.calendars.wall import FIRST, LAST, instant, zone_of
from engine.calendars.working import WorkingTime
from engine.errors import InvalidInput
from engine.feel.errors import FeelValueError
from engine.feel.values import FeelDate, FeelDateTime, from_python, to_instant

FUNCTIONS = {
    "working days": "working-days",
    "working hours": "working-hours",
    "calendar days": "days",
}
"""Name in FEEL: the unit it counts."""


def host_functions(
    working: WorkingTime | Callable[[], WorkingTime],
) -> Callable[[datetime], Mapping[str, Callable[..., object]]]:
    """`working days(n)`, `working hours(n)` and `calendar days(n)` for the instant at which they are asked.

    Each gives the date and time that many units after that instant, or after a moment given as second
    argument, in the calendar's zone. As usual in FEEL, arguments that mean nothing give null.
    A function instead of working time is asked for it when an expression first needs it.
    """
    asked = (lambda: working) if isinstance(working, WorkingTime) else cache(working)

    def at(now: datetime) -> Mapping[str, Callable[..., object]]:
        return {name: _function(unit, asked, now) for name, unit in FUNCTIONS.items()}

    return at


def _function(unit: str, asked: Callable[[], WorkingTime], now: datetime) -> Callable[..., object]:
    known: dict[Decimal, object] = {}  #: from now on: a task is due when it is late

    def after(n: object, start: object = now) -> object:
        if not isinstance(n, Decimal):
            return None
        if start is not now:
            return _after(unit, n, start, asked())
        if n not in known:
            known[n] = _after(unit, n, start, asked())
        return known[n]

    return after


def _after(unit: str, n: Decimal, start: object, working: WorkingTime) -> object:
    try:
        begun = _moment(start, working)
        if begun is None:
            return None
        return from_python(due(unit, n, begun, working).astimezone(zone_of(working.calendar.zone)))
    except (InvalidInput, FeelValueError):
        return None


def _moment(start: object, working: WorkingTime) -> datetime | None:
    """The instant of a FEEL moment; a date alone begins at its local midnight."""
    zone = zone_of(working.calendar.zone)
    if isinstance(start, datetime):
        return start
    if isinstance(start, FeelDateTime):
        return to_instant(start, zone)
    if isinstance(start, FeelDate):
        return _midnight(start, zone)
    return None


def _midnight(day: FeelDate, zone: ZoneInfo) -> datetime:
    if not FIRST <= day.year < LAST:
        raise InvalidInput(f"{day} is beyond every calendar.")
    return instant(date(day.year, day.month, day.day), time.min, zone)

"""Working time of one case: a calendar, less the times in which the case is paused."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from engine.calendars.calendar import Calendar
from engine.calendars.scales import HOUR, Scale, days_of, hours_of
from engine.calendars.wall import same_wall_time, utc, zone_of
from engine.calendars.years import MICROSECOND, find, local_date
from engine.errors import InvalidInput

Pauses = tuple[tuple[datetime, datetime], ...]

LONGEST = 50_000
"""The longest limit in units, some two hundred years of work: beyond it the number is a mistake."""


class WorkingTime:
    """What counts as working time: the calendar's hours outside the pauses [from, until)."""

    def __init__(self, calendar: Calendar, pauses: Iterable[tuple[datetime, datetime]] = ()) -> None:
        self.calendar = calendar
        self.pauses = _merged(pauses)
        self._days = days_of(calendar)
        self._hours = hours_of(calendar)

    def is_working(self, moment: datetime) -> bool:
        """Whether work goes on at the moment."""
        moment = utc(moment)
        if any(start <= moment < end for start, end in self.pauses):
            return False
        if self.calendar.always:
            return True
        day = find(self.calendar, local_date(self.calendar, moment))
        return day is not None and any(start <= moment < end for start, end in day.stretches)

    def next_working(self, moment: datetime) -> datetime:
        """The moment itself where work goes on, else the next opening."""
        return self._later(self._days, utc(moment), Fraction(0), close=False)

    def position(self, moment: datetime) -> Decimal:
        """Working days before the moment and the part of that day's hours gone by: it never falls.

        It counts from some day in the past; only differences mean anything.
        """
        moment = utc(moment)
        return _decimal(self._days.reading(moment) - self._paused(self._days, moment))

    def after_working_days(self, start: datetime, n: Decimal) -> datetime:
        """The moment `n` working days after the start; where that is a closing time, the next opening."""
        return self._later(self._days, utc(start), _amount(n), close=False)

    def after_working_hours(self, start: datetime, hours: Decimal) -> datetime:
        """The moment so many working hours after the start; where that is a closing time, just that."""
        return self._later(self._hours, self.next_working(start), _amount(hours), close=True)

    def after_days(self, start: datetime, n: Decimal) -> datetime:
        """The moment `n` calendar days after the start: the same time on the wall, pauses added."""
        amount = _amount(n)
        whole = int(amount)
        end = same_wall_time(utc(start), whole, zone_of(self.calendar.zone))
        rest = round((amount - whole) * 24 * HOUR) * MICROSECOND
        return self._pushed(utc(start), end + rest)

    def after_hours(self, start: datetime, hours: Decimal) -> datetime:
        """The moment so many hours after the start, day and night, pauses added."""
        return self._pushed(utc(start), utc(start) + round(_amount(hours) * HOUR) * MICROSECOND)

    def working_time_between(self, a: datetime, b: datetime) -> tuple[Decimal, timedelta]:
        """Working days and working hours from `a` to `b`; negative where `b` is earlier."""
        a, b = utc(a), utc(b)
        days, hours = (
            scale.reading(b) - self._paused(scale, b) - scale.reading(a) + self._paused(scale, a)
            for scale in (self._days, self._hours)
        )
        return _decimal(days), round(hours * HOUR) * MICROSECOND

    def _paused(self, scale: Scale, moment: datetime) -> Fraction:
        """Working time before the moment that lies in pauses."""
        parts = (
            scale.reading(min(end, moment)) - scale.reading(start)
            for start, end in self.pauses
            if start < moment
        )
        return sum(parts, Fraction(0))

    def _later(self, scale: Scale, start: datetime, amount: Fraction, *, close: bool) -> datetime:
        """The moment `amount` after the start: of two with that reading the next opening, or the `close`."""
        left, here = amount, start
        for pause, resumed in self.pauses:
            if resumed <= here:
                continue
            free = max(scale.reading(pause) - scale.reading(here), Fraction(0))
            if left < free or (close and left == free and left > 0):
                break
            left, here = left - free, resumed
        if close and left == 0:
            return here
        return scale.after(here, left)

    def _pushed(self, start: datetime, end: datetime) -> datetime:
        for pause, resumed in self.pauses:
            if resumed > start and pause < end:
                end += resumed - max(pause, start)
        return end


def _merged(pauses: Iterable[tuple[datetime, datetime]]) -> Pauses:
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted((utc(start), utc(end)) for start, end in pauses):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


@lru_cache(maxsize=1024)
def _amount(n: Decimal) -> Fraction:
    if not n.is_finite() or not 0 <= n <= LONGEST:
        raise InvalidInput(f"A limit counts from 0 to {LONGEST} units, not {n}.")
    return Fraction(n)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)

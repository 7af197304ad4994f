"""Two ways to measure working time, each a reading that never falls: in days and in hours.

A reading and its moment are each other's inverse, but for the gaps between two stretches of work: there
one reading has a last moment of work and a next one. Days end at the next opening (a working day after
Monday 09:00 is Tuesday 09:00), hours at the close (eight hours after 09:00 is 17:00).
"""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from engine.calendars.calendar import Calendar
from engine.calendars.years import BASE, MICROSECOND, WorkingDay, ahead, before, find, local_date, year

ZERO = datetime(BASE, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1) // MICROSECOND
DAY = timedelta(hours=24) // MICROSECOND


class Scale(Protocol):
    """Working time as a number that grows while there is work."""

    def reading(self, moment: datetime) -> Fraction:
        """How much working time lies before the moment."""

    def moment(self, reading: Fraction) -> datetime:
        """The moment of a reading, to the microsecond."""


class Days:
    """Working days and the part of the day's hours that has gone by."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._read: tuple[datetime, Fraction] | None = None  #: last: deadlines are many at one instant
        self._span: tuple[int, int, tuple[WorkingDay, ...]] = (0, 0, ())  #: the year that was looked at last

    def reading(self, moment: datetime) -> Fraction:
        read = self._read
        if read is None or read[0] != moment:
            self._read = read = moment, self._reading(moment)
        return read[1]

    def _reading(self, moment: datetime) -> Fraction:
        day = local_date(self.calendar, moment)
        whole, _ = ahead(self.calendar, day)
        working = find(self.calendar, day)
        return whole + (Fraction(working.elapsed(moment), working.length) if working else Fraction(0))

    def moment(self, reading: Fraction) -> datetime:
        whole = reading.numerator // reading.denominator
        first, end, days = self._span
        if not first <= whole < end:
            number = _year_of(self.calendar, whole, 0)
            first, days = before(self.calendar, number)[0], year(self.calendar, number).days
            self._span = first, first + len(days), days
        working = days[whole - first]
        elapsed = round((reading - whole) * working.length)
        return (
            working.at(elapsed, late=True) if elapsed < working.length else self.moment(Fraction(whole + 1))
        )


class Hours:
    """Working hours."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def reading(self, moment: datetime) -> Fraction:
        day = local_date(self.calendar, moment)
        _, time_ = ahead(self.calendar, day)
        working = find(self.calendar, day)
        return Fraction(time_ + (working.elapsed(moment) if working else 0), HOUR)

    def moment(self, reading: Fraction) -> datetime:
        total = round(reading * HOUR)
        number = _year_of(self.calendar, total - 1, 1)  # at the close, the day that ends there
        table, start = year(self.calendar, number), before(self.calendar, number)[1]
        place = bisect_left(table.totals, total - start) - 1
        return table.days[place].at(total - start - table.totals[place], late=False)


class Elapsed:
    """Time that always counts, in units of so many microseconds: for calendars that are always open."""

    def __init__(self, unit: int) -> None:
        self.unit = unit

    def reading(self, moment: datetime) -> Fraction:
        return Fraction((moment - ZERO) // MICROSECOND, self.unit)

    def moment(self, reading: Fraction) -> datetime:
        return ZERO + round(reading * self.unit) * MICROSECOND


@lru_cache(maxsize=256)
def days_of(calendar: Calendar) -> Scale:
    """The scale of working days."""
    return Elapsed(DAY) if calendar.always else Days(calendar)


@lru_cache(maxsize=256)
def hours_of(calendar: Calendar) -> Scale:
    """The scale of working hours."""
    return Elapsed(HOUR) if calendar.always else Hours(calendar)


def _year_of(calendar: Calendar, count: int, which: int) -> int:
    """The year in which the day (0) or microsecond (1) of that number from BASE lies."""
    number = BASE
    while count < before(calendar, number)[which]:
        number -= 1
    while count >= before(calendar, number + 1)[which]:
        number += 1
    return number

"""Two ways to measure working time, each a reading that never falls: in days and in hours.

A reading has one moment, but for the gaps between two stretches of work: there it has a last moment of work
and a next one. Days end at the next opening (a working day after
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
Place = tuple[int, int, int]
"""A reading in days as whole numbers: days, and of a day's microseconds those that have gone by, and all."""


class Scale(Protocol):
    """Working time as a number that grows while there is work."""

    def reading(self, moment: datetime) -> Fraction:
        """How much working time lies before the moment."""

    def after(self, start: datetime, amount: Fraction) -> datetime:
        """The moment by which the reading has grown by so much, to the microsecond."""


class Days:
    """Working days and the part of the day's hours that has gone by."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._read: tuple[datetime, Place] | None = None  #: last: deadlines are many at one instant
        self._span: tuple[int, int, tuple[WorkingDay, ...]] = (0, 0, ())  #: the year that was looked at last

    def reading(self, moment: datetime) -> Fraction:
        whole, part, length = self._place(moment)
        return whole + Fraction(part, length)

    def after(self, start: datetime, amount: Fraction) -> datetime:
        whole, part, length = self._place(start)
        more, wanted = amount.numerator, amount.denominator
        days, rest = divmod(part * wanted + more * length, length * wanted)
        return self._moment(whole + days, rest, length * wanted)

    def _place(self, moment: datetime) -> Place:
        read = self._read
        if read is None or read[0] != moment:
            self._read = read = moment, self._looked_up(moment)
        return read[1]

    def _looked_up(self, moment: datetime) -> Place:
        day = local_date(self.calendar, moment)
        whole, _ = ahead(self.calendar, day)
        working = find(self.calendar, day)
        return (whole, working.elapsed(moment), working.length) if working else (whole, 0, 1)

    def _moment(self, whole: int, part: int, of: int) -> datetime:
        """When so many days, and that part of the next one's hours, have gone by."""
        first, end, days = self._span
        if not first <= whole < end:
            number = _year_of(self.calendar, whole, 0)
            first, days = before(self.calendar, number)[0], year(self.calendar, number).days
            self._span = first, first + len(days), days
        working = days[whole - first]
        elapsed = _nearest(part * working.length, of)
        return working.at(elapsed, late=True) if elapsed < working.length else self._moment(whole + 1, 0, 1)


class Hours:
    """Working hours."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def reading(self, moment: datetime) -> Fraction:
        day = local_date(self.calendar, moment)
        _, time_ = ahead(self.calendar, day)
        working = find(self.calendar, day)
        return Fraction(time_ + (working.elapsed(moment) if working else 0), HOUR)

    def after(self, start: datetime, amount: Fraction) -> datetime:
        total = round((self.reading(start) + amount) * HOUR)
        number = _year_of(self.calendar, total - 1, 1)  # at the close, the day that ends there
        table, left = year(self.calendar, number), total - before(self.calendar, number)[1]
        place = bisect_left(table.totals, left) - 1
        return table.days[place].at(left - table.totals[place], late=False)


class Elapsed:
    """Time that always counts, in units of so many microseconds: for calendars that are always open."""

    def __init__(self, unit: int) -> None:
        self.unit = unit

    def reading(self, moment: datetime) -> Fraction:
        return Fraction((moment - ZERO) // MICROSECOND, self.unit)

    def after(self, start: datetime, amount: Fraction) -> datetime:
        return ZERO + round((self.reading(start) + amount) * self.unit) * MICROSECOND


@lru_cache(maxsize=256)
def days_of(calendar: Calendar) -> Scale:
    """The scale of working days."""
    return Elapsed(DAY) if calendar.always else Days(calendar)


@lru_cache(maxsize=256)
def hours_of(calendar: Calendar) -> Scale:
    """The scale of working hours."""
    return Elapsed(HOUR) if calendar.always else Hours(calendar)


def _nearest(part: int, of: int) -> int:
    """The quotient as a whole number, halves to the even one: as `round` does with fractions."""
    whole, rest = divmod(part, of)
    return whole + (2 * rest > of or (2 * rest == of and whole % 2 == 1))


def _year_of(calendar: Calendar, count: int, which: int) -> int:
    """The year in which the day (0) or microsecond (1) of that number from BASE lies."""
    number = BASE
    while count < before(calendar, number)[which]:
        number -= 1
    while count >= before(calendar, number + 1)[which]:
        number += 1
    return number

"""A calendar's working days year by year: when each begins and ends, and how much time lies before it."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache

from engine.calendars.calendar import Calendar, Opening
from engine.calendars.wall import FIRST, LAST, end_of_day, instant, zone_of
from engine.errors import InvalidInput

BASE = 2020
"""Positions count from the beginning of this year; only their differences mean anything."""

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class WorkingDay:
    """One working day as stretches of UTC time, in order, none empty."""

    date: date
    stretches: tuple[tuple[datetime, datetime], ...]

    @cached_property
    def length(self) -> int:
        """Working time of the day in microseconds."""
        return sum((end - start) // MICROSECOND for start, end in self.stretches)

    def elapsed(self, moment: datetime) -> int:
        """Microseconds of the day's working time before the moment."""
        return sum(
            (min(moment, end) - start) // MICROSECOND for start, end in self.stretches if start < moment
        )

    def at(self, elapsed: int, *, late: bool) -> datetime:
        """The moment at which so many microseconds have gone by: at a break its end (`late`) or its start."""
        left = elapsed
        for start, end in self.stretches:
            size = (end - start) // MICROSECOND
            if left < size or (left == size and not late):
                return start + left * MICROSECOND
            left -= size
        return self.stretches[-1][1]


@dataclass(frozen=True)
class Year:
    """The working days of one year, with the working microseconds before each of them and at the end."""

    days: tuple[WorkingDay, ...]

    @cached_property
    def dates(self) -> tuple[date, ...]:
        return tuple(day.date for day in self.days)

    @cached_property
    def totals(self) -> tuple[int, ...]:
        totals = [0]
        for day in self.days:
            totals.append(totals[-1] + day.length)
        return tuple(totals)


@lru_cache(maxsize=2048)
def year(calendar: Calendar, number: int) -> Year:
    """The working days of a calendar in one year.

    Raises:
        InvalidInput: the year is out of any reasonable deadline's reach.
    """
    if not FIRST <= number < LAST:
        raise InvalidInput(f"The calendar “{calendar.name}” does not reach to the year {number}.")
    first = date(number, 1, 1)
    days = (first + timedelta(days=offset) for offset in range((date(number + 1, 1, 1) - first).days))
    working = (_working_day(calendar, day) for day in days)
    return Year(tuple(day for day in working if day.length))


@lru_cache(maxsize=2048)
def before(calendar: Calendar, number: int) -> tuple[int, int]:
    """Working days and working microseconds from the start of BASE to that of the year; negative before."""
    if number == BASE:
        return 0, 0
    step = 1 if number > BASE else -1
    days, time_ = 0, 0
    for counted in range(BASE, number, step):
        table = year(calendar, counted if step > 0 else counted - 1)
        days, time_ = days + step * len(table.days), time_ + step * table.totals[-1]
    return days, time_


def local_date(calendar: Calendar, moment: datetime) -> date:
    """The day on the wall at that moment."""
    return moment.astimezone(zone_of(calendar.zone)).date()


def ahead(calendar: Calendar, day: date) -> tuple[int, int]:
    """Working days and working microseconds from the beginning of BASE to the beginning of the day."""
    table = year(calendar, day.year)
    place = bisect_left(table.dates, day)
    days, time_ = before(calendar, day.year)
    return days + place, time_ + table.totals[place]


def find(calendar: Calendar, day: date) -> WorkingDay | None:
    """The working day of that date, if it is one."""
    table = year(calendar, day.year)
    place = bisect_left(table.dates, day)
    return table.days[place] if place < len(table.days) and table.dates[place] == day else None


def _working_day(calendar: Calendar, day: date) -> WorkingDay:
    stretches = (_stretch(calendar, day, opening) for opening in calendar.hours(day))
    return WorkingDay(day, tuple((start, end) for start, end in stretches if start < end))


def _stretch(calendar: Calendar, day: date, opening: Opening) -> tuple[datetime, datetime]:
    zone = zone_of(calendar.zone)
    end = end_of_day(day, zone) if opening.end == time.min else instant(day, opening.end, zone)
    return instant(day, opening.start, zone).astimezone(UTC), end

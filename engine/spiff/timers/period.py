"""Lengths of time that know the calendar."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from fractions import Fraction
from functools import lru_cache

from engine.feel.values import DaysDuration, MonthsDuration
from engine.spiff.failure import Failure

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_ISO = re.compile(
    rf"P(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: months and days keep the hour of the day, the rest is exact.

    A month after 31 January is the last day of February, in the zone's calendar.
    """

    months: int = 0
    days: int = 0
    exact: timedelta = timedelta()

    @property
    def is_empty(self) -> bool:
        """Whether it takes no time at all."""
        return not (self.months or self.days or self.exact)

    def after(self, start: datetime, times: int, zone: tzinfo) -> datetime:
        """The instant `times` periods after `start`, counted from `start` so that nothing drifts; in UTC.

        Raises:
            Failure: it lies beyond the year 9999.
        """
        try:
            moment = self._on_the_calendar(start, times, zone) if self.months or self.days else start
            return (moment + times * self.exact).astimezone(UTC)
        except (OverflowError, ValueError):
            raise Failure("the timer would be due beyond the year 9999") from None

    def _on_the_calendar(self, start: datetime, times: int, zone: tzinfo) -> datetime:
        wall = start.astimezone(zone)
        years, month = divmod(wall.year * 12 + wall.month - 1 + self.months * times, 12)
        day = min(wall.day, monthrange(years, month + 1)[1])
        moved = wall.replace(year=years, month=month + 1, day=day) + timedelta(days=self.days * times)
        return moved.astimezone(UTC)

    def __str__(self) -> str:
        seconds = self.exact / timedelta(seconds=1)
        text = f"{int(seconds)}" if seconds == int(seconds) else f"{seconds:.6f}"
        return f"P{self.months}M{self.days}DT{text}S"


def from_feel(duration: DaysDuration | MonthsDuration) -> Period:
    """The period of a FEEL duration. Raises Failure when it is negative."""
    if isinstance(duration, MonthsDuration):
        period = Period(months=duration.months)
        negative = duration.months < 0
    else:
        try:
            period = Period(exact=timedelta(microseconds=duration.nanos // 1000))
        except OverflowError:
            raise Failure("the timer's duration is too long") from None
        negative = duration.nanos < 0
    if negative:
        raise Failure("a timer cannot go backwards: its duration is negative")
    return period


@lru_cache(maxsize=1024)
def from_iso(text: str) -> Period:
    """The period of an ISO 8601 duration, e.g. `P1M`, `PT2H30M`, `P2W`, `PT0.5S`.

    Raises:
        Failure: it is none, or has a part of a month.
    """
    found = _ISO.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()):
        raise Failure(f"“{text}” is not a duration")
    years, months, weeks, days, hours, minutes, seconds = (
        Fraction((part or "0").replace(",", ".")) for part in found.groups()
    )
    in_months = years * 12 + months
    in_days = weeks * 7 + days
    whole_days = in_days.numerator // in_days.denominator
    rest = (in_days - whole_days) * _DAY + hours * 3600 + minutes * 60 + seconds
    if in_months.denominator != 1:
        raise Failure(f"“{text}” has a part of a month, which has no fixed length")
    try:
        return Period(int(in_months), whole_days, timedelta(microseconds=round(rest * 1_000_000)))
    except OverflowError:
        raise Failure(f"“{text}” is too long") from None

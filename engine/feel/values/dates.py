"""Dates of any year.

Source: DMN 1.5, 10.3.2.3.5 (date).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.feel.errors import Undefined
from engine.feel.values import calendar

_FIRST: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, order=True)
class FeelDate:
    """A date in the proleptic Gregorian calendar, years from -999999999 to 999999999.

    Raises:
        Undefined: there is no such date.
    """

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        fits = abs(self.year) <= calendar.MAX_YEAR and 1 <= self.month <= 12 and self.day >= 1
        if not fits or self.day > calendar.days_in_month(self.year, self.month):
            raise Undefined(f"there is no date {self.year}-{self.month}-{self.day}")

    @classmethod
    def from_ordinal(cls, days: int) -> "FeelDate":
        """The date so many days after 1970-01-01."""
        return cls(*calendar.civil_from_days(days))

    @property
    def ordinal(self) -> int:
        """Days from 1970-01-01."""
        if 1 <= self.year <= 9999:
            return date(self.year, self.month, self.day).toordinal() - _FIRST
        return calendar.days_from_civil(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return calendar.weekday(self.ordinal)

    def plus_months(self, months: int) -> "FeelDate":
        """The same day so many months later, or the last day of a shorter month."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        if abs(year) > calendar.MAX_YEAR:
            raise Undefined("the date is out of range")
        return FeelDate(year, month + 1, min(self.day, calendar.days_in_month(year, month + 1)))

    def plus_days(self, days: int) -> "FeelDate":
        """The date so many days later."""
        return FeelDate.from_ordinal(self.ordinal + days)

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"

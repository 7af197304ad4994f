"""The two durations of FEEL: days and time, years and months.

Source: DMN 1.5, 10.3.2.3.6 and 10.3.2.3.7.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engine.feel.numbers import plain

NANOS: Final = 1_000_000_000
NANOS_A_DAY: Final = 86_400 * NANOS


@dataclass(frozen=True, slots=True, order=True)
class DaysDuration:
    """A days and time duration, exact to the nanosecond."""

    nanos: int

    @classmethod
    def of(
        cls, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0, nanos: int = 0
    ) -> "DaysDuration":
        """The sum of the given parts."""
        return cls((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * NANOS + nanos)

    @property
    def days(self) -> int:
        """Whole days; negative when the duration is."""
        return self._part(NANOS_A_DAY, None)

    @property
    def hours(self) -> int:
        """Whole hours beyond the days."""
        return self._part(3600 * NANOS, 24)

    @property
    def minutes(self) -> int:
        """Whole minutes beyond the hours."""
        return self._part(60 * NANOS, 60)

    @property
    def seconds(self) -> Decimal:
        """Seconds beyond the minutes, with their fraction."""
        rest = abs(self.nanos) % (60 * NANOS)
        return fraction(rest if self.nanos >= 0 else -rest)

    def _part(self, unit: int, base: int | None) -> int:
        amount = abs(self.nanos) // unit
        if base is not None:
            amount %= base
        return amount if self.nanos >= 0 else -amount

    def __str__(self) -> str:
        if not self.nanos:
            return "PT0S"
        size = DaysDuration(abs(self.nanos))
        clock = f"{size.hours}H" if size.hours else ""
        clock += f"{size.minutes}M" if size.minutes else ""
        clock += f"{plain(size.seconds)}S" if size.seconds else ""
        day = f"{size.days}D" if size.days else ""
        return f"{'-' if self.nanos < 0 else ''}P{day}{'T' if clock else ''}{clock}"


@dataclass(frozen=True, slots=True, order=True)
class MonthsDuration:
    """A years and months duration."""

    total: int

    @property
    def years(self) -> int:
        """Whole years; negative when the duration is."""
        size = abs(self.total) // 12
        return size if self.total >= 0 else -size

    @property
    def months(self) -> int:
        """Months beyond the years."""
        size = abs(self.total) % 12
        return size if self.total >= 0 else -size

    def __str__(self) -> str:
        if not self.total:
            return "P0M"
        years, months = divmod(abs(self.total), 12)
        sign = "-" if self.total < 0 else ""
        return f"{sign}P{f'{years}Y' if years else ''}{f'{months}M' if months else ''}"


def fraction(nanos: int) -> Decimal:
    """Nanoseconds as seconds, without trailing zeros."""
    whole_seconds, rest = divmod(abs(nanos), NANOS)
    digits = f"{whole_seconds}.{rest:09}".rstrip("0").rstrip(".")
    return Decimal(f"-{digits}" if nanos < 0 else digits)

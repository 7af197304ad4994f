"""Date and time functions, and the clock that the evaluation was given.

Source: DMN 1.5, 10.3.4.7 (table 78) and 10.3.4.11 (table 82).
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.feel.builtins.registry import builtin
from engine.feel.errors import Undefined
from engine.feel.values.calendar import days_from_civil, iso_week
from engine.feel.values.dates import FeelDate
from engine.feel.values.moments import FeelDateTime

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _now(run: "Run") -> FeelDateTime:
    if run.now is None:
        raise Undefined("this evaluation was given no clock")
    since = run.now.astimezone(UTC) - _EPOCH
    return FeelDateTime.from_instant(since // timedelta(microseconds=1) * 1000, run.zone)


@builtin("now()")
def now(run: "Run") -> Value:
    """The present moment in the evaluation's zone."""
    return _now(run)


@builtin("today()")
def today(run: "Run") -> Value:
    """The present date in the evaluation's zone."""
    return _now(run).date


def _date(value: FeelDate | FeelDateTime) -> FeelDate:
    return value.date if isinstance(value, FeelDateTime) else value


@builtin("day of year(date: date|datetime)")
def day_of_year(run: "Run", date: FeelDate | FeelDateTime) -> Value:
    """1 to 366."""
    day = _date(date)
    return Decimal(day.ordinal - days_from_civil(day.year, 1, 1) + 1)


@builtin("day of week(date: date|datetime)")
def day_of_week(run: "Run", date: FeelDate | FeelDateTime) -> Value:
    """The English name of the day."""
    return _DAYS[_date(date).weekday - 1]


@builtin("month of year(date: date|datetime)")
def month_of_year(run: "Run", date: FeelDate | FeelDateTime) -> Value:
    """The English name of the month."""
    return _MONTHS[_date(date).month - 1]


@builtin("week of year(date: date|datetime)")
def week_of_year(run: "Run", date: FeelDate | FeelDateTime) -> Value:
    """1 to 53, by ISO 8601."""
    return Decimal(iso_week(_date(date).ordinal))

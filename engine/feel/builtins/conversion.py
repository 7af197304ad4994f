"""Conversion functions.

Source: DMN 1.5, 10.3.4.1 (table 72).
"""

import re
from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING

from engine.feel.builtins.registry import builtin
from engine.feel.errors import Undefined
from engine.feel.numbers import CONTEXT, checked, whole
from engine.feel.range_literal import read_range
from engine.feel.text import text_of
from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import NANOS, DaysDuration, MonthsDuration
from engine.feel.values.lexical import read_date, read_date_and_time, read_duration, read_time
from engine.feel.values.moments import FeelDateTime
from engine.feel.values.times import FeelTime

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SEPARATORS = (" ", ",", ".")


def integer(value: Decimal, name: str) -> int:
    """The whole number, or no value."""
    number = whole(value)
    if number is None or abs(number) > 10**12:
        raise Undefined(f"'{name}' is no whole number of use")
    return number


@builtin("string(from: any)")
def string(run: "Run", from_: Value) -> Value:
    """The text of a value; null for null."""
    return None if from_ is None else text_of(from_, run.meter)


@builtin("number(from: string|number)")
def number(run: "Run", from_: str | Decimal) -> Value:
    """The number that a text holds."""
    if isinstance(from_, Decimal):
        return from_
    if not _NUMBER.fullmatch(from_):
        raise Undefined(f"{from_!r} is not a number")
    try:
        return CONTEXT.create_decimal(checked(Decimal(from_)))
    except DecimalException:
        raise Undefined("the number is too large") from None


@builtin("number(from: string, grouping separator: string|null, decimal separator: string|null)")
def number_with_separators(
    run: "Run", from_: str, grouping_separator: str | None, decimal_separator: str | None
) -> Value:
    """The number that a text holds, written with the given separators."""
    if grouping_separator not in (None, *_SEPARATORS):
        raise Undefined("the grouping separator is a space, a comma or a dot")
    if decimal_separator not in (None, ",", ".") or (
        decimal_separator and decimal_separator == grouping_separator
    ):
        raise Undefined("the decimal separator is a comma or a dot, and not the grouping separator")
    text = from_.replace(grouping_separator, "") if grouping_separator else from_
    if decimal_separator == ",":
        text = text.replace(".", " ").replace(",", ".")
    return number(run, text)


@builtin("date(from: string|date|datetime)")
def date(run: "Run", from_: str | FeelDate | FeelDateTime) -> Value:
    """The date of a text or a date and time."""
    if isinstance(from_, str):
        return read_date(from_)
    return from_.date if isinstance(from_, FeelDateTime) else from_


@builtin("date(year: number, month: number, day: number)")
def date_of_parts(run: "Run", year: Decimal, month: Decimal, day: Decimal) -> Value:
    """The date of a year, month and day."""
    return FeelDate(integer(year, "year"), integer(month, "month"), integer(day, "day"))


@builtin("time(from: string|time|datetime)")
def time(run: "Run", from_: str | FeelTime | FeelDateTime) -> Value:
    """The time of a text or a date and time; a date's is midnight in UTC."""
    if isinstance(from_, str):
        return read_time(from_)
    return from_.time if isinstance(from_, FeelDateTime) else from_


@builtin("time(hour: number, minute: number, second: number, offset?: days|null)")
def time_of_parts(
    run: "Run", hour: Decimal, minute: Decimal, second: Decimal, offset: DaysDuration | None = None
) -> Value:
    """The time of an hour, minute and second, with an offset if one is given."""
    seconds, nanos = divmod(int(second.scaleb(9)), NANOS)
    zone = None if offset is None else offset.nanos // NANOS
    return FeelTime(integer(hour, "hour"), integer(minute, "minute"), seconds, nanos, zone)


@builtin("date and time(from: string|date|datetime)")
def date_and_time(run: "Run", from_: str | FeelDate | FeelDateTime) -> Value:
    """The moment of a text; a date's is midnight."""
    if isinstance(from_, str):
        return read_date_and_time(from_)
    return from_ if isinstance(from_, FeelDateTime) else FeelDateTime(from_, FeelTime(0, 0, 0, 0, 0))


@builtin("date and time(date: date|datetime, time: time)")
def date_and_time_of_parts(run: "Run", date: FeelDate | FeelDateTime, time: FeelTime) -> Value:
    """The moment of a date and a time."""
    return FeelDateTime(date.date if isinstance(date, FeelDateTime) else date, time)


@builtin("duration(from: string|duration)")
def duration(run: "Run", from_: str | DaysDuration | MonthsDuration) -> Value:
    """The duration of a text."""
    return read_duration(from_) if isinstance(from_, str) else from_


@builtin("years and months duration(from: date|datetime, to: date|datetime)")
def years_and_months_duration(
    run: "Run", from_: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime
) -> Value:
    """The whole months between two dates."""
    start = from_.date if isinstance(from_, FeelDateTime) else from_
    end = to.date if isinstance(to, FeelDateTime) else to
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return MonthsDuration(months)


@builtin("range(from: string)")
def range_of_text(run: "Run", from_: str) -> Value:
    """The range of a text."""
    return read_range(from_)

"""The operators `+ - * / **` on every pair of kinds that has a value.

Source: DMN 1.5, 10.3.2.13 (tables 57 to 59).
"""

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from engine.feel.errors import Undefined
from engine.feel.numbers import CONTEXT, ONE
from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import NANOS_A_DAY, DaysDuration, MonthsDuration
from engine.feel.values.kinds import described
from engine.feel.values.moments import FeelDateTime, midnight
from engine.feel.values.times import FeelTime

Value = object
Operation = Callable[[Any, Any], Value]

_WORDS = {"+": "added to", "-": "reduced by", "*": "multiplied by", "/": "divided by", "**": "raised to"}


def apply(operator: str, left: Value, right: Value) -> Value:
    """The value of `left operator right`.

    Raises:
        Undefined: the operator has no value for these operands.
    """
    operation = _OPERATIONS.get((operator, type(left), type(right)))
    if operation is None:
        raise Undefined(f"{described(left)} cannot be {_WORDS[operator]} {described(right)}")
    try:
        return operation(left, right)
    except DecimalException:
        raise Undefined(f"{left} {operator} {right} has no value") from None


def negated(value: Value) -> Value:
    """The value of `-value`.

    Raises:
        Undefined: the value is neither a number nor a duration.
    """
    if type(value) is Decimal:
        return CONTEXT.minus(value)
    if isinstance(value, DaysDuration):
        return DaysDuration(-value.nanos)
    if isinstance(value, MonthsDuration):
        return MonthsDuration(-value.total)
    raise Undefined(f"{described(value)} cannot be negated")


def _divide_duration(duration: DaysDuration | MonthsDuration, divisor: Decimal) -> Value:
    if not divisor:
        raise Undefined("a duration cannot be divided by zero")
    return _scale(duration, divisor, CONTEXT.divide)


def _multiply_duration(duration: DaysDuration | MonthsDuration, factor: Decimal) -> Value:
    return _scale(duration, factor, CONTEXT.multiply)


def _scale(
    duration: DaysDuration | MonthsDuration, number: Decimal, operation: Callable[[Decimal, Decimal], Decimal]
) -> Value:
    """Cut towards zero to whole nanoseconds or months."""
    if isinstance(duration, DaysDuration):
        return DaysDuration(_bounded(operation(Decimal(duration.nanos), number)))
    return MonthsDuration(_bounded(operation(Decimal(duration.total), number)))


def _bounded(number: Decimal) -> int:
    if number.adjusted() > 30:
        raise Undefined("the duration is out of range")
    return int(number)


def _ratio(left: int, right: int) -> Decimal:
    if not right:
        raise Undefined("a duration cannot be divided by a duration of zero")
    return CONTEXT.divide(Decimal(left), Decimal(right))


def _between(left: FeelDateTime, right: FeelDateTime) -> DaysDuration:
    if (left.zone is None) is not (right.zone is None):
        raise Undefined("a local date and time and one with a zone have no distance")
    return DaysDuration(left.instant - right.instant)


def _between_times(left: FeelTime, right: FeelTime) -> DaysDuration:
    if (left.zone is None) is not (right.zone is None):
        raise Undefined("a local time and one with a zone have no distance")
    return DaysDuration(left.utc_nanos - right.utc_nanos)


def _shift_date(date: FeelDate, nanos: int) -> FeelDate:
    """Whole days only: a date has no time that hours could move."""
    return date.plus_days(nanos // NANOS_A_DAY)


def _shift_time(time: FeelTime, nanos: int) -> FeelTime:
    return FeelTime.from_nanos(time.nanos + nanos, time.zone)


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    """Anything to the power of 0 is 1, 0 itself included, as in IEEE 754 and XPath."""
    if not base:
        if exponent < 0:
            raise Undefined("nothing can be divided by zero")
        return base if exponent else ONE
    return CONTEXT.power(base, exponent)


_NUMBERS: dict[tuple[str, type, type], Operation] = {
    ("+", Decimal, Decimal): CONTEXT.add,
    ("-", Decimal, Decimal): CONTEXT.subtract,
    ("*", Decimal, Decimal): CONTEXT.multiply,
    ("/", Decimal, Decimal): CONTEXT.divide,
    ("**", Decimal, Decimal): _power,
}
_DURATIONS: dict[tuple[str, type, type], Operation] = {
    ("+", DaysDuration, DaysDuration): lambda a, b: DaysDuration(a.nanos + b.nanos),
    ("-", DaysDuration, DaysDuration): lambda a, b: DaysDuration(a.nanos - b.nanos),
    ("+", MonthsDuration, MonthsDuration): lambda a, b: MonthsDuration(a.total + b.total),
    ("-", MonthsDuration, MonthsDuration): lambda a, b: MonthsDuration(a.total - b.total),
    ("*", DaysDuration, Decimal): _multiply_duration,
    ("*", MonthsDuration, Decimal): _multiply_duration,
    ("*", Decimal, DaysDuration): lambda a, b: _multiply_duration(b, a),
    ("*", Decimal, MonthsDuration): lambda a, b: _multiply_duration(b, a),
    ("/", DaysDuration, Decimal): _divide_duration,
    ("/", MonthsDuration, Decimal): _divide_duration,
    ("/", DaysDuration, DaysDuration): lambda a, b: _ratio(a.nanos, b.nanos),
    ("/", MonthsDuration, MonthsDuration): lambda a, b: _ratio(a.total, b.total),
}
_MOMENTS: dict[tuple[str, type, type], Operation] = {
    ("+", FeelDate, DaysDuration): lambda a, b: _shift_date(a, b.nanos),
    ("+", DaysDuration, FeelDate): lambda a, b: _shift_date(b, a.nanos),
    ("-", FeelDate, DaysDuration): lambda a, b: _shift_date(a, -b.nanos),
    ("+", FeelDate, MonthsDuration): lambda a, b: a.plus_months(b.total),
    ("+", MonthsDuration, FeelDate): lambda a, b: b.plus_months(a.total),
    ("-", FeelDate, MonthsDuration): lambda a, b: a.plus_months(-b.total),
    ("+", FeelDateTime, DaysDuration): lambda a, b: a.plus_nanos(b.nanos),
    ("+", DaysDuration, FeelDateTime): lambda a, b: b.plus_nanos(a.nanos),
    ("-", FeelDateTime, DaysDuration): lambda a, b: a.plus_nanos(-b.nanos),
    ("+", FeelDateTime, MonthsDuration): lambda a, b: a.plus_months(b.total),
    ("+", MonthsDuration, FeelDateTime): lambda a, b: b.plus_months(a.total),
    ("-", FeelDateTime, MonthsDuration): lambda a, b: a.plus_months(-b.total),
    ("+", FeelTime, DaysDuration): lambda a, b: _shift_time(a, b.nanos),
    ("+", DaysDuration, FeelTime): lambda a, b: _shift_time(b, a.nanos),
    ("-", FeelTime, DaysDuration): lambda a, b: _shift_time(a, -b.nanos),
    ("-", FeelDate, FeelDate): lambda a, b: DaysDuration.of(days=a.ordinal - b.ordinal),
    ("-", FeelDateTime, FeelDateTime): _between,
    ("-", FeelDate, FeelDateTime): lambda a, b: _between(midnight(a), b),
    ("-", FeelDateTime, FeelDate): lambda a, b: _between(a, midnight(b)),
    ("-", FeelTime, FeelTime): _between_times,
}
_OPERATIONS: dict[tuple[str, type, type], Operation] = {
    ("+", str, str): lambda a, b: a + b,
    **_NUMBERS,
    **_DURATIONS,
    **_MOMENTS,
}

"""Equality, order and identity of values.

Source: DMN 1.5, 10.3.2.13 (tables 53 and 54) and 10.3.4.13 (`is`).
"""

from decimal import Decimal

from engine.feel.budget import Meter
from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import DaysDuration, MonthsDuration
from engine.feel.values.functions import Function
from engine.feel.values.kinds import kind_of
from engine.feel.values.moments import FeelDateTime
from engine.feel.values.ranges import Range
from engine.feel.values.times import FeelTime

Value = object
_DIRECT = (bool, str, Decimal, FeelDate, DaysDuration, MonthsDuration)


def equal(left: Value, right: Value, meter: Meter) -> bool | None:
    """Whether two values are equal; null for values of different kinds, false when only one is null."""
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        return None
    if isinstance(left, _DIRECT):
        return left == right
    return _equal_compound(left, right, meter)


def _equal_compound(left: Value, right: Value, meter: Meter) -> bool | None:
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(left, right, meter)
    if isinstance(left, dict) and isinstance(right, dict):
        if left.keys() != right.keys():
            return False
        return _equal_lists(list(left.values()), [right[key] for key in left], meter)
    if isinstance(left, FeelDateTime) and isinstance(right, FeelDateTime):
        return _same_sort(left, right) and left.instant == right.instant
    if isinstance(left, FeelTime) and isinstance(right, FeelTime):
        return _same_sort(left, right) and left.utc_nanos == right.utc_nanos
    if isinstance(left, Range) and isinstance(right, Range):
        return _equal_ranges(left, right, meter)
    return left is right if isinstance(left, Function) else None


def _equal_lists(left: list[Value], right: list[Value], meter: Meter) -> bool:
    if len(left) != len(right):
        return False
    meter.step(len(left))
    return all(equal(one, other, meter) for one, other in zip(left, right, strict=True))


def _equal_ranges(left: Range, right: Range, meter: Meter) -> bool:
    if (left.low_closed, left.high_closed) != (right.low_closed, right.high_closed):
        return False
    return bool(equal(left.low, right.low, meter)) and bool(equal(left.high, right.high, meter))


def _same_sort(left: FeelTime | FeelDateTime, right: FeelTime | FeelDateTime) -> bool:
    """Both local, or both on the line of UTC: a local time equals none whose place in the world is known."""
    return (left.zone is None) is (right.zone is None)


def compare(left: Value, right: Value) -> int | None:
    """Below, at or above zero as left stands to right in order; None where there is no order."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return (left > right) - (left < right)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    return _compare_temporal(left, right)


def _compare_temporal(left: Value, right: Value) -> int | None:
    """A local time takes the offset of the other one, so that their clocks are compared (table 54)."""
    if isinstance(left, FeelDate) and isinstance(right, FeelDate):
        return (left > right) - (left < right)
    if isinstance(left, FeelDateTime) and isinstance(right, FeelDateTime):
        if _same_sort(left, right):
            return _sign(left.instant, right.instant)
        return _sign(left.local_nanos, right.local_nanos)
    if isinstance(left, FeelTime) and isinstance(right, FeelTime):
        if _same_sort(left, right):
            return _sign(left.utc_nanos, right.utc_nanos)
        return _sign(left.nanos, right.nanos)
    if isinstance(left, DaysDuration) and isinstance(right, DaysDuration):
        return (left > right) - (left < right)
    if isinstance(left, MonthsDuration) and isinstance(right, MonthsDuration):
        return (left > right) - (left < right)
    return None


def _sign(left: int, right: int) -> int:
    return (left > right) - (left < right)


def within(value: Value, bounds: Range) -> bool | None:
    """Whether the value lies in the range; null when it cannot be compared with an endpoint."""
    if bounds.low is not None:
        low = compare(value, bounds.low)
        if low is None:
            return None
        if low < 0 or (low == 0 and not bounds.low_closed):
            return False
    if bounds.high is not None:
        high = compare(value, bounds.high)
        if high is None:
            return None
        if high > 0 or (high == 0 and not bounds.high_closed):
            return False
    return None if value is None else True


def identical(left: Value, right: Value, meter: Meter) -> bool:
    """Whether two values are the same element of the same domain, at the same offset if they have one."""
    if kind_of(left) != kind_of(right):
        return False
    if isinstance(left, FeelTime) and isinstance(right, FeelTime):
        return (left.nanos, left.offset) == (right.nanos, right.offset)
    if isinstance(left, FeelDateTime) and isinstance(right, FeelDateTime):
        return (left.local_nanos, left.offset) == (right.local_nanos, right.offset)
    return bool(equal(left, right, meter))

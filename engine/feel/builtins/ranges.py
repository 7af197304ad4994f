"""Functions that relate points and ranges to each other.

Source: DMN 1.5, 10.3.4.9 (table 80).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.feel.builtins.registry import builtin
from engine.feel.comparison import compare, within
from engine.feel.errors import Undefined
from engine.feel.values.kinds import described
from engine.feel.values.ranges import Range

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object
Relation = Callable[[Range, Range], bool]
_POINT = "number|string|date|time|datetime|days|months"


def order(left: Value, right: Value) -> int:
    """Below, at or above zero as left stands to right.

    Raises:
        Undefined: there is no order.
    """
    sign = compare(left, right)
    if sign is None:
        raise Undefined(f"{described(left)} and {described(right)} have no order")
    return sign


def lows(one: Range, other: Range) -> int:
    """How the start of one range stands to the start of another; a missing start comes first."""
    if one.low is None or other.low is None:
        return (one.low is not None) - (other.low is not None)
    return order(one.low, other.low) or other.low_closed - one.low_closed


def highs(one: Range, other: Range) -> int:
    """How the end of one range stands to the end of another; a missing end comes last."""
    if one.high is None or other.high is None:
        return (one.high is None) - (other.high is None)
    return order(one.high, other.high) or one.high_closed - other.high_closed


def ends_before(one: Range, other: Range) -> bool:
    """Whether one range ends before another starts."""
    if one.high is None or other.low is None:
        return False
    sign = order(one.high, other.low)
    return sign < 0 or (sign == 0 and not (one.high_closed and other.low_closed))


def meets(one: Range, other: Range) -> bool:
    """Whether one range ends where another starts, both including the point."""
    if one.high is None or other.low is None:
        return False
    return one.high_closed and other.low_closed and order(one.high, other.low) == 0


def overlap(one: Range, other: Range) -> bool:
    """Whether two ranges share a point."""
    return not ends_before(one, other) and not ends_before(other, one)


def point(value: Value) -> Range:
    """The range that holds one point only."""
    return Range(value, value)


def _relation(name: str, holds: Relation) -> None:
    @builtin(f"{name}(range1: range, range2: range)")
    def of_ranges(run: "Run", range1: Range, range2: Range) -> Value:
        return holds(range1, range2)


def _relation_with_points(name: str, holds: Relation) -> None:
    _relation(name, holds)

    @builtin(f"{name}(point1: {_POINT}, point2: {_POINT})")
    def of_points(run: "Run", point1: Value, point2: Value) -> Value:
        return holds(point(point1), point(point2))

    _relation_from_point(name, holds)
    _relation_to_point(name, holds)


def _relation_from_point(name: str, holds: Relation) -> None:
    @builtin(f"{name}(point: {_POINT}, range: range)")
    def of_point(run: "Run", point: Value, range_: Range) -> Value:
        return holds(Range(point, point), range_)


def _relation_to_point(name: str, holds: Relation) -> None:
    @builtin(f"{name}(range: range, point: {_POINT})")
    def of_range(run: "Run", range_: Range, point: Value) -> Value:
        return holds(range_, Range(point, point))


def _holds(bounds: Range, value: Value) -> bool:
    inside = within(value, bounds)
    if inside is None:
        raise Undefined(f"{described(value)} cannot be compared with the ends of the range")
    return inside


def _includes(one: Range, other: Range) -> bool:
    return lows(one, other) <= 0 and highs(one, other) >= 0


def _starts(one: Range, other: Range) -> bool:
    return lows(one, other) == 0 and highs(one, other) <= 0


def _finishes(one: Range, other: Range) -> bool:
    return highs(one, other) == 0 and lows(one, other) >= 0


def _overlaps_before(one: Range, other: Range) -> bool:
    return lows(one, other) < 0 and highs(one, other) <= 0 and overlap(one, other)


_relation_with_points("before", ends_before)
_relation_with_points("after", lambda one, other: ends_before(other, one))
_relation("meets", meets)
_relation("met by", lambda one, other: meets(other, one))
_relation("overlaps", overlap)
_relation("overlaps before", _overlaps_before)
_relation("overlaps after", lambda one, other: _overlaps_before(other, one))
_relation("finishes", _finishes)
_relation_from_point("finishes", _finishes)
_relation("finished by", lambda one, other: _finishes(other, one))
_relation_to_point("finished by", lambda one, other: _finishes(other, one))
_relation("includes", _includes)
_relation_to_point("includes", lambda one, other: _holds(one, other.low))
_relation("during", lambda one, other: _includes(other, one))
_relation_from_point("during", lambda one, other: _holds(other, one.low))
_relation("starts", _starts)
_relation_from_point("starts", _starts)
_relation("started by", lambda one, other: _starts(other, one))
_relation_to_point("started by", lambda one, other: _starts(other, one))
_relation("coincides", lambda one, other: lows(one, other) == 0 and highs(one, other) == 0)


@builtin(f"coincides(point1: {_POINT}, point2: {_POINT})")
def coincide(run: "Run", point1: Value, point2: Value) -> Value:
    """Whether two points are the same."""
    return order(point1, point2) == 0

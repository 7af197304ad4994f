"""The values that a table's cell lets through, where its text tells: literals, ranges, comparisons.

What cannot be told from the text, such as a condition with a variable, is unknown and never compared.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeGuard

from engine.feel import Expression
from engine.feel.ast import (
    AnyTest,
    AtLiteral,
    Literal,
    Negation,
    Node,
    OperatorTest,
    RangeLiteral,
    UnaryTests,
)
from engine.feel.errors import FeelError
from engine.feel.values import FeelDate, FeelDateTime, FeelTime
from engine.feel.values.lexical import read_at_literal

Point = Decimal | FeelDate
"""Values with a certain order; moments and times with their zones are left alone."""


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers or dates between two bounds; None: unbounded."""

    low: Point | None
    high: Point | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Region:
    """Everything that a cell lets through: single values and spans; or anything at all."""

    values: frozenset[object] = frozenset()
    spans: tuple[Span, ...] = ()
    everything: bool = False


ANYTHING = Region(everything=True)


def region_of(tests: Expression) -> Region | None:
    """What unary tests let through; None where the text does not tell."""
    root = tests.root
    if not isinstance(root, UnaryTests) or root.negated:
        return None
    values: set[object] = set()
    spans: list[Span] = []
    for test in root.tests:
        if isinstance(test, AnyTest):
            return ANYTHING
        span = _span(test)
        known, value = _value(test)
        if span:
            spans.append(span)
        elif known:
            values.add(value)
        else:
            return None
    return Region(frozenset(values), tuple(spans))


def meet(one: Region, other: Region) -> bool:
    """Whether a value passes both."""
    if one.everything or other.everything:
        return not (_nothing(one) or _nothing(other))
    if one.values & other.values:
        return True
    in_spans = any(_inside(value, span) for value in one.values for span in other.spans)
    in_others = any(_inside(value, span) for value in other.values for span in one.spans)
    return in_spans or in_others or any(_cross(a, b) for a in one.spans for b in other.spans)


def _nothing(region: Region) -> bool:
    return not region.everything and not region.values and all(_empty(span) for span in region.spans)


def covers(wide: Region, narrow: Region) -> bool:
    """Whether everything that passes the second surely passes the first."""
    if wide.everything or wide == narrow:
        return True
    if narrow.everything:
        return False
    single = all(
        value in wide.values or any(_inside(value, s) for s in wide.spans) for value in narrow.values
    )
    return single and all(any(_within(a, b) for b in wide.spans) for a in narrow.spans)


def _value(node: Node) -> tuple[bool, object]:
    """Whether the node is a plain value, and which; true and 1 are kept apart."""
    if isinstance(node, Literal):
        return True, (type(node.value).__name__, node.value) if isinstance(node.value, bool) else node.value
    if isinstance(node, Negation):
        known, value = _value(node.operand)
        return (True, -value) if known and isinstance(value, Decimal) else (False, None)
    if isinstance(node, AtLiteral):
        try:
            value = read_at_literal(node.text)
        except FeelError:
            return False, None
        return not isinstance(value, FeelTime | FeelDateTime), value
    return False, None


def _span(node: Node) -> Span | None:
    if isinstance(node, RangeLiteral):
        low, high = _point(node.low), _point(node.high)
        if low is None or high is None or type(low) is not type(high):
            return None
        return Span(low, high, node.low_closed, node.high_closed)
    if isinstance(node, OperatorTest):
        bound = _point(node.operand)
        if bound is None or node.operator not in _OPEN:
            return None
        closed = node.operator in {"<=", ">="}
        return Span(None, bound, False, closed) if "<" in node.operator else Span(bound, None, closed, False)
    return None


_OPEN = frozenset({"<", "<=", ">", ">="})


def _point(node: Node) -> Point | None:
    known, value = _value(node)
    return value if known and _is_point(value) else None


def _is_point(value: object) -> TypeGuard[Point]:
    return isinstance(value, Decimal | FeelDate)


def _inside(value: object, span: Span) -> bool:
    if not _is_point(value):
        return False
    return _cross(Span(value, value, True, True), span)


def _cross(one: Span, other: Span) -> bool:
    return not _before(one, other) and not _before(other, one) and not _empty(one) and not _empty(other)


def _before(one: Span, other: Span) -> bool:
    """Whether the first ends before the second begins; spans of different kinds never meet."""
    bounds = [bound for bound in (one.low, one.high, other.low, other.high) if bound is not None]
    if len({type(bound) for bound in bounds}) > 1:
        return True
    if one.high is None or other.low is None:
        return False
    closed = one.high_closed and other.low_closed
    return _less(one.high, other.low) or (one.high == other.low and not closed)


def _empty(span: Span) -> bool:
    if span.low is None or span.high is None:
        return False
    return _less(span.high, span.low) or (
        span.low == span.high and not (span.low_closed and span.high_closed)
    )


def _within(inner: Span, outer: Span) -> bool:
    if not _cross(inner, outer):
        return False
    low = outer.low is None or (
        inner.low is not None
        and (_less(outer.low, inner.low) or (outer.low == inner.low and outer.low_closed >= inner.low_closed))
    )
    high = outer.high is None or (
        inner.high is not None
        and (
            _less(inner.high, outer.high)
            or (outer.high == inner.high and outer.high_closed >= inner.high_closed)
        )
    )
    return low and high


def _less(one: Point, other: Point) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one < other
    if isinstance(one, FeelDate) and isinstance(other, FeelDate):
        return one < other
    return False

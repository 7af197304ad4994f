"""List functions that make one value of many.

Source: DMN 1.5, 10.3.4.4 (table 75).
"""

from collections.abc import Callable, Sequence
from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING

from engine.feel.builtins.registry import builtin
from engine.feel.comparison import compare
from engine.feel.errors import Undefined
from engine.feel.numbers import CONTEXT, ONE, ZERO
from engine.feel.values.durations import DaysDuration, MonthsDuration
from engine.feel.values.kinds import described

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object
Aggregate = Callable[["Run", Sequence[Value]], Value]


def aggregate(name: str, rest: str = "n") -> Callable[[Aggregate], Aggregate]:
    """Register a function of one list that also takes its items as arguments."""

    def register(function: Aggregate) -> Aggregate:
        @builtin(f"{name}(list: list)")
        def of_list(run: "Run", list_: list[Value]) -> Value:
            run.meter.step(len(list_))
            return _exact(function, run, list_)

        @builtin(f"{name}(*{rest}: any)")
        def of_items(run: "Run", *items: Value) -> Value:
            if len(items) < 2:
                raise Undefined("there is nothing to work on")
            return _exact(function, run, items)

        return function

    return register


def _exact(function: Aggregate, run: "Run", items: Sequence[Value]) -> Value:
    try:
        return function(run, items)
    except DecimalException:
        raise Undefined("the result is too large") from None


def _numbers(items: Sequence[Value]) -> list[Decimal]:
    numbers = [item for item in items if isinstance(item, Decimal)]
    if len(numbers) != len(items):
        other = next(item for item in items if not isinstance(item, Decimal))
        raise Undefined(f"the list holds {described(other)}, not only numbers")
    return numbers


def _some(items: Sequence[Value]) -> list[Decimal]:
    numbers = _numbers(items)
    if not numbers:
        raise Undefined("the list is empty")
    return numbers


def _total(numbers: Sequence[Decimal]) -> Decimal:
    total = ZERO
    for number in numbers:
        total = CONTEXT.add(total, number)
    return total


@aggregate("sum")
def total(run: "Run", items: Sequence[Value]) -> Value:
    """The sum of numbers, or of durations of one kind."""
    if items and all(isinstance(item, DaysDuration) for item in items):
        return DaysDuration(sum(item.nanos for item in items if isinstance(item, DaysDuration)))
    if items and all(isinstance(item, MonthsDuration) for item in items):
        return MonthsDuration(sum(item.total for item in items if isinstance(item, MonthsDuration)))
    return _total(_some(items))


@aggregate("product")
def product(run: "Run", items: Sequence[Value]) -> Value:
    """The product of numbers."""
    result = ONE
    for number in _some(items):
        result = CONTEXT.multiply(result, number)
    return result


@aggregate("mean")
def mean(run: "Run", items: Sequence[Value]) -> Value:
    """The average of numbers."""
    return _mean(_some(items))


def _mean(numbers: list[Decimal]) -> Decimal:
    return CONTEXT.divide(_total(numbers), Decimal(len(numbers)))


@aggregate("median")
def median(run: "Run", items: Sequence[Value]) -> Value:
    """The middle number, or the average of the two in the middle."""
    numbers = sorted(_some(items))
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else _mean(numbers[middle - 1 : middle + 1])


@aggregate("stddev")
def stddev(run: "Run", items: Sequence[Value]) -> Value:
    """The standard deviation of a sample of at least two numbers."""
    numbers = _numbers(items)
    if len(numbers) < 2:
        raise Undefined("a deviation needs two numbers")
    average = _mean(numbers)
    squares = [CONTEXT.power(CONTEXT.subtract(number, average), 2) for number in numbers]
    return CONTEXT.sqrt(CONTEXT.divide(_total(squares), Decimal(len(numbers) - 1)))


@aggregate("mode")
def mode(run: "Run", items: Sequence[Value]) -> Value:
    """The most frequent numbers, in ascending order."""
    counts: dict[Decimal, int] = {}
    for number in _numbers(items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, times in counts.items() if times == most)


@aggregate("min", "c")
def minimum(run: "Run", items: Sequence[Value]) -> Value:
    """The least item."""
    return _extreme(items, -1)


@aggregate("max", "c")
def maximum(run: "Run", items: Sequence[Value]) -> Value:
    """The greatest item."""
    return _extreme(items, 1)


def _extreme(items: Sequence[Value], sign: int) -> Value:
    if not items:
        raise Undefined("the list is empty")
    best = items[0]
    for item in items:
        order = compare(item, best)
        if order is None:
            raise Undefined(f"{described(item)} and {described(best)} have no order")
        if order * sign > 0:
            best = item
    return best


def _connective(name: str, *, decisive: bool) -> None:
    @builtin(f"{name}(list: list)")
    def of_list(run: "Run", list_: list[Value]) -> Value:
        run.meter.step(len(list_))
        return _joined(list_, decisive)

    @builtin(f"{name}(*b: any)")
    def of_items(run: "Run", *items: Value) -> Value:
        if len(items) < 2:
            raise Undefined("there is nothing to work on")
        return _joined(items, decisive)


def _joined(items: Sequence[Value], decisive: bool) -> bool | None:
    if any(item is decisive for item in items):
        return decisive
    return not decisive if all(isinstance(item, bool) for item in items) else None


_connective("all", decisive=False)
_connective("any", decisive=True)

"""Lists, contexts, ranges and filters."""

from decimal import Decimal

from engine.feel.ast import (
    ContextLiteral,
    Filter,
    FunctionDefinition,
    ListLiteral,
    Literal,
    RangeLiteral,
    UnaryRange,
)
from engine.feel.comparison import compare
from engine.feel.compile.code import Code, Frame, Scope, compile_node, compiles, weight_of
from engine.feel.numbers import whole
from engine.feel.runtime import Run
from engine.feel.values.kinds import described
from engine.feel.values.ranges import Range, unary_range

Value = object


@compiles(ListLiteral)
def list_literal(node: ListLiteral, scope: Scope | None) -> Code:
    """The list of the items' values."""
    items = [compile_node(item, scope) for item in node.items]

    def run_list(run: Run, frame: Frame) -> Value:
        run.meter.build(len(items))
        return [item(run, frame) for item in items]

    return run_list


@compiles(ContextLiteral)
def context_literal(node: ContextLiteral, scope: Scope | None) -> Code:
    """The context; every entry sees those before it, a function also itself; null if a key is doubled."""
    if node.doubled is not None:
        return _doubled(node.doubled)
    inner = Scope(scope)
    entries: list[tuple[str, Code]] = []
    for key, value in node.entries:
        if isinstance(value, FunctionDefinition):
            inner.names.append(key)
            entries.append((key, compile_node(value, inner)))
        else:
            entries.append((key, compile_node(value, inner)))
            inner.names.append(key)

    def run_context(run: Run, frame: Frame) -> Value:
        around: Frame = [frame]
        run.meter.build(len(entries))
        for _, code in entries:
            around.append(code(run, around))
        return {key: around[index] for index, (key, _) in enumerate(entries, 1)}

    return run_context


def _doubled(at: int) -> Code:
    def run_doubled(run: Run, frame: Frame) -> Value:
        run.warn(at, "the context has two entries of one name")
        return None

    return run_doubled


@compiles(RangeLiteral)
def range_literal(node: RangeLiteral, scope: Scope | None) -> Code:
    """The range; null if its endpoints have no order or one is null."""
    low, high = compile_node(node.low, scope), compile_node(node.high, scope)

    def run_range(run: Run, frame: Frame) -> Value:
        start, end = low(run, frame), high(run, frame)
        if compare(start, end) is None:
            run.warn(node.pos, f"there is no range from {described(start)} to {described(end)}")
            return None
        return Range(start, end, node.low_closed, node.high_closed)

    return run_range


@compiles(UnaryRange)
def unary(node: UnaryRange, scope: Scope | None) -> Code:
    """The range on one side of the bound."""
    bound = compile_node(node.bound, scope)

    def run_unary(run: Run, frame: Frame) -> Value:
        value = bound(run, frame)
        if compare(value, value) is None:
            run.warn(node.pos, f"there is no range that begins or ends at {described(value)}")
            return None
        return unary_range(node.operator, value)

    return run_unary


@compiles(Filter)
def filtered(node: Filter, scope: Scope | None) -> Code:
    """The item at a position, or the list of the items for which the test is true; null otherwise."""
    base = compile_node(node.base, scope)
    if isinstance(node.test, Literal) and isinstance(node.test.value, Decimal):
        position = node.test.value
        return lambda run, frame: _at(run, _as_list(base(run, frame)), position, node.pos)
    test = compile_node(node.test, Scope(scope, ["item"], is_filter=True))
    weight = weight_of(node.test)

    def run_filter(run: Run, frame: Frame) -> Value:
        items = _as_list(base(run, frame))
        # The test may turn out to be a position, even for an empty list.
        first = test(run, [frame, items[0] if items else None])
        if isinstance(first, Decimal):
            return _at(run, items, first, node.pos)
        chosen: list[Value] = []
        for place, item in enumerate(items):
            run.meter.step(weight)
            passed = test(run, [frame, item]) if place else first
            if passed is True:
                chosen.append(item)
            elif passed is not False and passed is not None:
                run.warn(node.pos, f"a filter chooses by true and false, not by {described(passed)}")
                return None
        run.meter.build(len(chosen))
        return chosen

    return run_filter


def _as_list(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _at(run: Run, items: list[Value], position: Decimal, pos: int) -> Value:
    """The item counted from 1, or from the end if the position is negative."""
    index = whole(position)
    if index is None or index == 0 or abs(index) > len(items):
        run.warn(pos, f"the list has no item {position}")
        return None
    return items[index - 1 if index > 0 else index]

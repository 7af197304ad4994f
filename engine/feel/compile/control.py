"""`if`, `for`, `some` and `every`."""

from collections.abc import Iterator as Iteration
from decimal import Decimal

from engine.feel.ast import For, If, Iterator, Quantified
from engine.feel.compile.code import Code, Frame, Scope, compile_node, compiles, weight_of
from engine.feel.errors import Undefined
from engine.feel.numbers import ONE
from engine.feel.runtime import Run
from engine.feel.values.dates import FeelDate
from engine.feel.values.kinds import described
from engine.feel.values.ranges import Range

Value = object
Domain = tuple[Code, Code | None]


@compiles(If)
def conditional(node: If, scope: Scope | None) -> Code:
    """The value of the first branch whose condition is true, otherwise the last one's."""
    branches = [(compile_node(test, scope), compile_node(body, scope)) for test, body in node.branches]
    otherwise = compile_node(node.otherwise, scope)

    def run_if(run: Run, frame: Frame) -> Value:
        for test, body in branches:
            if test(run, frame) is True:
                return body(run, frame)
        return otherwise(run, frame)

    return run_if


@compiles(For)
def loop(node: For, scope: Scope | None) -> Code:
    """The list of the body's values; `partial` holds those found so far."""
    inner = Scope(scope)
    domains = _domains(node.iterators, inner)
    inner.names.append("partial")
    body = compile_node(node.body, inner)
    tells_partial = "partial" in inner.used
    weight = weight_of(node.body)

    def run_for(run: Run, frame: Frame) -> Value:
        results: list[Value] = []
        try:
            for around in _frames(run, frame, domains):
                run.meter.step(weight)
                run.meter.build(len(results) + 1 if tells_partial else 1)
                around.append(results[:] if tells_partial else None)
                results.append(body(run, around))
        except Undefined as why:
            run.warn(node.pos, why)
            return None
        return results

    return run_for


@compiles(Quantified)
def quantified(node: Quantified, scope: Scope | None) -> Code:
    """Whether some or every combination satisfies the body; null if that stays open."""
    inner = Scope(scope)
    domains = _domains(node.iterators, inner)
    body = compile_node(node.body, inner)
    decisive = not node.every
    weight = weight_of(node.body)

    def run_quantified(run: Run, frame: Frame) -> Value:
        result: bool | None = not decisive
        try:
            for around in _frames(run, frame, domains):
                run.meter.step(weight)
                value = body(run, around)
                if value is decisive:
                    return decisive
                if value is not (not decisive):
                    result = None
        except Undefined as why:
            run.warn(node.pos, why)
            return None
        return result

    return run_quantified


def _domains(iterators: tuple[Iterator, ...], inner: Scope) -> list[Domain]:
    """Each iterator's domain, compiled where the names of the earlier ones are known."""
    domains: list[Domain] = []
    for iterator in iterators:
        start = compile_node(iterator.start, inner)
        domains.append((start, compile_node(iterator.end, inner) if iterator.end else None))
        inner.names.append(iterator.name)
    return domains


def _frames(run: Run, outer: Frame, domains: list[Domain], *values: Value) -> Iteration[Frame]:
    """A fresh frame for every combination, the last iterator turning fastest."""
    around: Frame = [outer, *values]
    if len(values) == len(domains):
        yield around
        return
    start, end = domains[len(values)]
    first = start(run, around)
    items = _items(run, first) if end is None else _steps(run, first, end(run, around))
    for item in items:
        run.meter.step()
        yield from _frames(run, outer, domains, *values, item)


def _items(run: Run, domain: Value) -> Iteration[Value]:
    if isinstance(domain, list):
        return iter(domain)
    if domain is None:
        raise Undefined("null cannot be iterated over")
    if isinstance(domain, Range):
        return _range_steps(run, domain)
    return iter([domain])


def _range_steps(run: Run, domain: Range) -> Iteration[Value]:
    for item in _steps(run, domain.low, domain.high):
        if (item == domain.low and not domain.low_closed) or (item == domain.high and not domain.high_closed):
            continue
        yield item


def _steps(run: Run, first: Value, last: Value) -> Iteration[Value]:
    """From first to last in steps of one, or of one day, upwards or downwards.

    Raises:
        Undefined: the ends are neither two whole numbers nor two dates.
    """
    if isinstance(first, Decimal) and isinstance(last, Decimal):
        step = ONE if first <= last else -ONE
        return _count(first, last, step)
    if isinstance(first, FeelDate) and isinstance(last, FeelDate):
        return _days(first.ordinal, last.ordinal)
    raise Undefined(f"there are no steps from {described(first)} to {described(last)}")


def _count(first: Decimal, last: Decimal, step: Decimal) -> Iteration[Value]:
    if first != first.to_integral_value() or last != last.to_integral_value():
        raise Undefined("a loop counts in whole numbers")
    while (last - first) * step >= 0:
        yield first
        first += step


def _days(first: int, last: int) -> Iteration[Value]:
    step = 1 if first <= last else -1
    for day in range(first, last + step, step):
        yield FeelDate.from_ordinal(day)

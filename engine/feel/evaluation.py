"""Expressions evaluated against variables, within a budget.

Inside an expression an error is null, as the standard says; only text that cannot be parsed and an exceeded
budget raise.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from engine.feel.budget import DEFAULT_BUDGET, Budget, Meter
from engine.feel.errors import FeelBudgetError, FeelValueError
from engine.feel.expression import Compiled, Expression, Kind, compiled_alone, compiled_among
from engine.feel.layers import COMPOUND, Named, compounds_of, layers_of, nested, several_of
from engine.feel.runtime import Run
from engine.feel.types import Type
from engine.feel.values.convert import settled, zone_of
from engine.feel.values.kinds import SCALARS
from engine.feel.values.zones import Zone, named

Value = object
_NONE: Mapping[str, Any] = {}


def evaluate(
    expression: str | Expression,
    variables: Mapping[str, Value],
    *,
    now: datetime | None = None,
    budget: Budget | Meter = DEFAULT_BUDGET,
    functions: Mapping[str, Callable[..., object]] | None = None,
    types: Mapping[str, Type] | None = None,
    zone: str | tzinfo | None = None,
    warnings: list[str] | None = None,
    native: bool = False,
) -> Value:
    """The value of an expression; null where an error keeps it from having one.

    now: the aware instant that now() and today() tell. zone: where they tell it, UTC unless given.
    budget: what it may use, or the meter of a part of something larger.
    functions: further functions by name, called with FEEL values by position.
    types: the types known by name besides FEEL's own.
    warnings: takes a sentence for every error that became null.
    native: all variables are FEEL values already, to the innermost.

    Raises:
        FeelSyntaxError: the text cannot be parsed.
        FeelBudgetError: the evaluation exceeds its budget.
    """
    parsed = _parsed(expression, "expression", variables, functions)
    if parsed.code is None:
        raise FeelValueError("Unary tests need an input; use unary_test.")
    run = _run(parsed, variables, now, budget, functions, types, zone, warnings, native)
    try:
        result = parsed.code(run, [])
        if type(result) not in SCALARS:
            _measure(result, run.meter)
    except RecursionError:
        raise FeelBudgetError("Functions call each other more deeply than allowed.") from None
    return result


def unary_test(
    expression: str | Expression,
    input_value: Value,
    variables: Mapping[str, Value],
    *,
    now: datetime | None = None,
    budget: Budget | Meter = DEFAULT_BUDGET,
    functions: Mapping[str, Callable[..., object]] | None = None,
    types: Mapping[str, Type] | None = None,
    zone: str | tzinfo | None = None,
    warnings: list[str] | None = None,
    native: bool = False,
) -> bool | None:
    """Whether the input passes unary tests; null where that stays open.

    Raises:
        FeelSyntaxError: the text cannot be parsed.
        FeelBudgetError: the evaluation exceeds its budget.
    """
    parsed = _parsed(expression, "unary-tests", variables, functions)
    if parsed.test is None:
        raise FeelValueError("The expression was not parsed as unary tests.")
    run = _run(parsed, variables, now, budget, functions, types, zone, warnings, native)
    value = input_value if native or type(input_value) in SCALARS else settled(input_value)
    try:
        return parsed.test(run, [], value)
    except RecursionError:
        raise FeelBudgetError("Functions call each other more deeply than allowed.") from None


def _parsed(
    expression: str | Expression,
    kind: Kind,
    variables: Mapping[str, Value],
    functions: Mapping[str, Callable[..., object]] | None,
) -> Compiled:
    if isinstance(expression, Expression):
        return expression.compiled
    alone = compiled_alone(expression, kind)
    if alone is not None:
        return alone
    names = several_of(variables)
    if functions:
        names += several_of(functions)
    if "." in expression or "[" in expression:
        names += _nested_names(variables)
    return compiled_among(expression, kind, names)


def _nested_names(variables: Mapping[str, Value]) -> tuple[str, ...]:
    """Names of several words of entries inside the variables; what an inner layer hides is not looked at."""
    found: tuple[str, ...] = ()
    inner: list[Mapping[str, Value]] = []
    for layer in layers_of(variables):
        hides = any(not layer.keys().isdisjoint(other) for other in inner)
        if isinstance(layer, Named):
            found += _nested_in(layer.compounds(), inner) if hides else layer.inside()
        else:
            found += _nested_in(compounds_of(layer), inner)
        inner.append(layer)
    return found


def _nested_in(compounds: Iterable[tuple[str, Value]], inner: list[Mapping[str, Value]]) -> tuple[str, ...]:
    return tuple(nested([v for name, v in compounds if not any(name in other for other in inner)]))


def _run(
    parsed: Compiled,
    variables: Mapping[str, Value],
    now: datetime | None,
    budget: Budget | Meter,
    functions: Mapping[str, Callable[..., object]] | None,
    types: Mapping[str, Type] | None,
    zone: str | tzinfo | None,
    warnings: list[str] | None,
    native: bool,
) -> Run:
    if now is not None and now.tzinfo is None:
        raise FeelValueError("The present moment needs a time zone.")
    return Run(
        parsed.text,
        variables,
        budget if isinstance(budget, Meter) else Meter(budget),
        functions or _NONE,
        types or _NONE,
        now,
        0 if zone is None or zone == "UTC" else _zone(zone, now),
        warnings,
        native,
    )


def _zone(zone: str | tzinfo, now: datetime | None) -> Zone:
    if isinstance(zone, str):
        if named(zone) is None:
            raise FeelValueError(f"There is no time zone {zone!r}.")
        return zone
    return zone_of(zone, now)


def _measure(value: Value, meter: Meter) -> None:
    """Count what a result would take when written out: shared parts must not swell it beyond the budget."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            meter.build(len(part))
            waiting.extend(item for item in part if isinstance(item, COMPOUND))
        elif isinstance(part, dict):
            meter.build(len(part))
            waiting.extend(entry for entry in part.values() if isinstance(entry, COMPOUND))

"""Boxed conditional, filter and iterators.

Source: DMN 1.5, 10.2.2.6 to 10.2.2.8.
"""

from collections.abc import Callable, Mapping

from engine.dmn.logic import Conditional, Filter, Iteration, Logic, Loop
from engine.dmn.session import Session

Inner = Callable[[Logic, Mapping[str, object]], object]
"""Evaluates a part with some more names in scope."""


def conditional(logic: Conditional, inner: Callable[[Logic], object], session: Session) -> object:
    """The value of the branch taken; null where the condition is neither true, false nor null."""
    condition = inner(logic.condition)
    if condition is True:
        return inner(logic.then)
    if condition is False or condition is None:
        return inner(logic.otherwise)
    session.warnings.append("a conditional is null because its condition is neither true nor false")
    return None


def filtered(logic: Filter, inner: Inner, session: Session) -> object:
    """The items for which the test is true; null where it is neither true, false nor null for some item."""
    source = inner(logic.source, {})
    if source is None:
        return None
    kept: list[object] = []
    for item in source if isinstance(source, list) else [source]:
        names = {**item, "item": item.get("item", item)} if isinstance(item, dict) else {"item": item}
        passed = inner(logic.match, names)
        if passed is not None and not isinstance(passed, bool):
            session.warnings.append("a filter is null because its test is neither true nor false")
            return None
        if passed:
            kept.append(item)
    return kept


def iterated(logic: Iteration, inner: Inner, session: Session) -> object:
    """The results of the rounds, or whether some or every round is true."""
    items = session.value("for each in source return each", {"source": inner(logic.source, {})})
    if not isinstance(items, list):
        return None
    results: list[object] = []
    for item in items:
        names = {logic.variable: item}
        if logic.loop is Loop.FOR:
            names["partial"] = results
        results.append(inner(logic.body, names))
    return results if logic.loop is Loop.FOR else _quantified(logic.loop, results, session)


def _quantified(loop: Loop, results: list[object], session: Session) -> bool | None:
    if any(result is not None and not isinstance(result, bool) for result in results):
        session.warnings.append(f"“{loop}” is null because a result is neither true nor false")
        return None
    settling = loop is Loop.SOME
    if any(result is settling for result in results):
        return settling
    return None if None in results else not settling

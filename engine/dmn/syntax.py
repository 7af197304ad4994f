"""Whether a text is FEEL, and what it reads."""

from collections.abc import Iterable

from engine.feel import Expression, FeelSyntaxError, parse


def fault_of(text: str, names: Iterable[str], *, tests: bool) -> str | None:
    """Why the text is no expression, or no unary tests; None if it is."""
    if not text.strip():
        return "it is empty."
    try:
        parse(text, kind="unary-tests" if tests else "expression", names=names)
    except FeelSyntaxError as fault:
        return f"“{_short(text)}” cannot be read: {fault.message}"
    return None


def parsed(text: str, names: Iterable[str], *, tests: bool) -> Expression | None:
    """The parsed text; None where it does not parse."""
    try:
        return parse(text, kind="unary-tests" if tests else "expression", names=names)
    except FeelSyntaxError:
        return None


def names_read(text: str, names: Iterable[str], *, tests: bool) -> frozenset[str]:
    """The names of variables and functions that a text reads from outside; none where it does not parse."""
    expression = parsed(text, names, tests=tests)
    return expression.references() - {"?"} if expression else frozenset()


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:57]}…"

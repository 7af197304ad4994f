"""Whether a text is FEEL, and what it reads."""

from collections.abc import Iterable

from engine.feel import Expression, FeelSyntaxError, parse


def expression_fault(text: str, names: Iterable[str]) -> str | None:
    """Why the text is no expression; None if it is one."""
    return _fault(text, names, tests=False)


def tests_fault(text: str, names: Iterable[str]) -> str | None:
    """Why the text is no unary tests; None if it is."""
    return _fault(text, names, tests=True)


def tests_of(text: str, names: Iterable[str]) -> Expression | None:
    """The parsed unary tests; None where they do not parse."""
    try:
        return parse(text, kind="unary-tests", names=names)
    except FeelSyntaxError:
        return None


def _fault(text: str, names: Iterable[str], *, tests: bool) -> str | None:
    if not text.strip():
        return "it is empty."
    try:
        parse(text, kind="unary-tests" if tests else "expression", names=names)
    except FeelSyntaxError as fault:
        return f"“{_short(text)}” cannot be read: {fault.message}"
    return None


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:57]}…"

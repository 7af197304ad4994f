"""Regular expressions as XPath and XQuery define them, run within the time that is left.

Source: DMN 1.5, 10.3.4.3, after XQuery and XPath Functions and Operators (functions that use
regular expressions).
"""

from functools import lru_cache
from typing import Final

import regex

from engine.feel.budget import Meter
from engine.feel.builtins.xpath import template, translated
from engine.feel.errors import FeelBudgetError, Undefined

_FLAGS: Final = {"s": regex.DOTALL, "m": regex.MULTILINE, "i": regex.IGNORECASE, "x": regex.V1, "q": regex.V1}
_MAX_PATTERN: Final = 2000


def matching(meter: Meter, text: str, pattern: str, flags: str) -> bool:
    """Whether the pattern is found in the text."""
    expression = compiled(pattern, flags)
    try:
        return expression.search(text, timeout=_time(meter)) is not None
    except TimeoutError:
        raise _too_long(meter) from None


def replaced(meter: Meter, text: str, pattern: str, replacement: str, flags: str) -> str:
    """The text with every match replaced.

    Raises:
        Undefined: the pattern also matches nothing at all, or the pattern or replacement is malformed.
    """
    expression = compiled(pattern, flags)
    _refuse_empty(meter, expression)
    parts = [replacement] if "q" in flags else template(replacement, expression.groups)

    def one(found: regex.Match[str]) -> str:
        text_of_match = "".join([part if isinstance(part, str) else found[part] or "" for part in parts])
        meter.build(len(text_of_match))
        return text_of_match

    try:
        return expression.sub(one, text, timeout=_time(meter))
    except TimeoutError:
        raise _too_long(meter) from None


def splitted(meter: Meter, text: str, pattern: str) -> list[str]:
    """The parts of the text between the matches."""
    expression = compiled(pattern, "")
    _refuse_empty(meter, expression)
    parts: list[str] = []
    end = 0
    try:
        for found in expression.finditer(text, timeout=_time(meter)):
            parts.append(text[end : found.start()])
            end = found.end()
    except TimeoutError:
        raise _too_long(meter) from None
    return [*parts, text[end:]]


def _refuse_empty(meter: Meter, expression: regex.Pattern[str]) -> None:
    if expression.match("", timeout=_time(meter)) is not None:
        raise Undefined("the pattern matches an empty text")


def _time(meter: Meter) -> float:
    """Seconds that one search may take: half the budget, since the clock is looked at only now and then."""
    return min(meter.time_left(), meter.seconds / 2)


def _too_long(meter: Meter) -> FeelBudgetError:
    return FeelBudgetError(f"A pattern takes longer than {meter.seconds / 2:g} seconds.")


@lru_cache(maxsize=256)
def compiled(pattern: str, flags: str) -> regex.Pattern[str]:
    """The compiled pattern.

    Raises:
        Undefined: the pattern or a flag has no meaning.
    """
    if len(pattern) > _MAX_PATTERN:
        raise Undefined(f"a pattern has at most {_MAX_PATTERN} characters")
    bits = regex.V1
    for flag in flags:
        if flag not in _FLAGS:
            raise Undefined(f"there is no flag {flag!r}")
        bits |= _FLAGS[flag]
    source = regex.escape(pattern) if "q" in flags else translated(pattern, flags)
    try:
        return regex.compile(source, bits)
    except (regex.error, OverflowError, RecursionError) as why:
        raise Undefined(f"{pattern!r} is no pattern: {why}") from None

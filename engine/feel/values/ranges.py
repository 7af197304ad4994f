"""Ranges between two endpoints, either of which may be open or missing.

Source: DMN 1.5, 10.3.2.7 (ranges).
"""

from dataclasses import dataclass

Value = object


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; a missing endpoint (None) is open and has no bound."""

    low: Value
    high: Value
    low_closed: bool = True
    high_closed: bool = True


def unary_range(operator: str, bound: Value) -> Range:
    """The range that an operator and one bound describe, such as `>= 10`."""
    if operator == "=":
        return Range(bound, bound)
    closed = operator.endswith("=")
    if operator.startswith("<"):
        return Range(None, bound, False, closed)
    return Range(bound, None, closed, False)

"""The table of figures: name, target, and the room that measures it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks import floor, http_floor, naive_ratio
from tests.benchmarks.measure import Figure


class Skipped(Exception):
    """Says what is missing on this machine."""


@dataclass(frozen=True)
class Row:
    """`measure(quick)` gives the figure; `at_least` or `at_most` is what it should reach."""

    measure: Callable[[bool], Figure]
    at_least: float | None = None
    at_most: float | None = None


FIGURES: dict[str, Row] = {
    "naive_ratio": Row(naive_ratio.after_three, at_least=12),
    "naive_ratio_rework_12": Row(naive_ratio.after_twelve, at_least=25),
    "floor_ratio": Row(floor.measure, at_most=5),
    "http_floor_ratio": Row(http_floor.measure, at_most=4),
}

"""The table of figures: name, target, and the room that measures it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks import (
    case_size,
    flatness,
    floor,
    growth,
    http_floor,
    memory,
    naive_ratio,
    node,
    scaling,
)
from tests.benchmarks.measure import Figure


@dataclass(frozen=True)
class Row:
    """`measure(quick)` gives the figure; `at_least` or `at_most` is what it should reach."""

    measure: Callable[[bool], Figure]
    at_least: float | None = None
    at_most: float | None = None

    def judged(self, figure: Figure) -> Figure:
        """The figure with its target, and whether it reaches that."""
        value = float(str(figure["value"]))
        if self.at_least is not None:
            return {**figure, "at_least": self.at_least, "reached": value >= self.at_least}
        return {**figure, "at_most": self.at_most, "reached": value <= (self.at_most or 0)}


FIGURES: dict[str, Row] = {
    "naive_ratio": Row(naive_ratio.after_three, at_least=12),
    "naive_ratio_rework_12": Row(naive_ratio.after_twelve, at_least=25),
    "flatness_cpu": Row(flatness.cpu, at_most=1.15),
    "flatness_bytes": Row(flatness.size, at_most=1.05),
    "floor_ratio": Row(floor.measure, at_most=5),
    "http_floor_ratio": Row(http_floor.measure, at_most=4),
    "bpmn_engine_ratio": Row(node.measure, at_least=22),
    "pg_scaling": Row(scaling.measure, at_least=1.85),
    "due_lookup_growth": Row(growth.due_lookup, at_most=2),
    "tasklist_growth": Row(growth.tasklist, at_most=2),
    "case_size_growth": Row(case_size.measure, at_most=1.3),
    "memory_per_open_case": Row(memory.measure, at_most=40),
}

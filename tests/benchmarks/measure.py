"""How long acts take, and what two ways of doing the same come to when they take turns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import TypeVar

T = TypeVar("T")

Figure = dict[str, object]
"""What `querela bench` says of one figure: its `value`, and what helps to judge it."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one act."""

    wall: float
    work: float  #: of a processor: steadier on a busy machine


Life = Sequence[Took]
"""The timed acts of one case, in their order."""


def timed(act: Callable[[], object]) -> Took:
    """What an act of this process takes."""
    wall, work = perf_counter(), process_time()
    act()
    return Took(perf_counter() - wall, process_time() - work)


def in_turn(one: Callable[[], T], other: Callable[[], T], position: int) -> tuple[T, T]:
    """What both give; at every second position the other goes first."""
    if position % 2:
        second = other()
        return one(), second
    return one(), other()


def ratio(over: Sequence[Life], under: Sequence[Life]) -> Figure:
    """How many times as much work one side took; life by life, the two had the same to do and took turns.

    Each act counts with the median of its lives, so that what befell the machine once counts for nothing.
    `wall` is the same on the wall; `spread` the middle half of the ratios life by life.
    """
    each = [sum(t.work for t in a) / sum(t.work for t in b) for a, b in zip(over, under, strict=True)]
    return {
        "value": round(_typical(over, "work") / _typical(under, "work"), 3),
        "wall": round(_typical(over, "wall") / _typical(under, "wall"), 3),
        "spread": middle_half(each),
        "over_ms": _milliseconds(over, "work"),
        "under_ms": _milliseconds(under, "work"),
        "over_wall_ms": _milliseconds(over, "wall"),
        "under_wall_ms": _milliseconds(under, "wall"),
        "pairs": len(over) * len(over[0]),
    }


def middle_half(values: Iterable[float]) -> list[float]:
    """First and third quartile; of a single value, that value."""
    found = list(values)
    if len(found) < 2:
        return [round(value, 3) for value in found * 2]
    quartiles = quantiles(found, n=4, method="inclusive")
    return [round(quartiles[0], 3), round(quartiles[2], 3)]


def _milliseconds(lives: Sequence[Life], kind: str) -> float:
    """Of one act."""
    return round(_typical(lives, kind) / len(lives[0]) * 1000, 3)


def _typical(lives: Sequence[Life], kind: str) -> float:
    """Seconds of a whole life whose acts all take the median of their lives."""
    return sum(median(getattr(took, kind) for took in acts) for acts in zip(*lives, strict=True))

"""How long acts take, and what two ways of doing the same come to when they take turns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Literal, TypeVar

T = TypeVar("T")

Figure = dict[str, object]
"""What `querela bench` says of one figure: its `value`, and what helps to judge it."""


Kind = Literal["work", "wall"]


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


def ratio(over: Sequence[Life], under: Sequence[Life], kind: Kind = "work") -> Figure:
    """How many times as much one side took; life by life, the two had the same to do and took turns.

    Each act counts with the median of its lives, so that what befell the machine once counts for nothing.
    `value` is a ratio of work, or of times on the wall where another process does the work; the other one
    stands beside it. `mean` is of everything that was taken, the hunts for garbage included, which medians
    leave out; `spread` the middle half of the ratios life by life.
    """
    other: Kind = "wall" if kind == "work" else "work"
    each = [_sum(a, kind) / _sum(b, kind) for a, b in zip(over, under, strict=True)]
    return {
        "value": round(_typical(over, kind) / _typical(under, kind), 3),
        other: round(_typical(over, other) / _typical(under, other), 3),
        "mean": round(_total(over, kind) / _total(under, kind), 3),
        "spread": middle_half(each),
        "over_ms": _milliseconds(over, kind),
        "under_ms": _milliseconds(under, kind),
        f"over_{other}_ms": _milliseconds(over, other),
        f"under_{other}_ms": _milliseconds(under, other),
        "pairs": len(over) * len(over[0]),
    }


def middle_half(values: Iterable[float]) -> list[float]:
    """First and third quartile; of a single value, that value."""
    found = list(values)
    if len(found) < 2:
        return [round(value, 3) for value in found * 2]
    quartiles = quantiles(found, n=4, method="inclusive")
    return [round(quartiles[0], 3), round(quartiles[2], 3)]


def _sum(life: Life, kind: Kind) -> float:
    return sum(getattr(took, kind) for took in life)


def _total(lives: Sequence[Life], kind: Kind) -> float:
    return sum(_sum(life, kind) for life in lives)


def _milliseconds(lives: Sequence[Life], kind: Kind) -> float:
    """Of one act."""
    return round(_typical(lives, kind) / len(lives[0]) * 1000, 3)


def _typical(lives: Sequence[Life], kind: Kind) -> float:
    """Seconds of a whole life whose acts all take the median of their lives."""
    return sum(median(getattr(took, kind) for took in acts) for acts in zip(*lives, strict=True))

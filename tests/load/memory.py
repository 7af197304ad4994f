"""Memory of processes over time, and whether it stays flat."""

import resource
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, mean

PAGE = resource.getpagesize()
EVERY = 5.0
"""Seconds between two looks."""
WARM = 1 / 3
"""This part of the run is not looked at: caches and pools fill."""
GROWTH = 0.10
"""A process whose memory would grow by more than this part of itself in an hour …"""
CERTAIN = 2 * 1024 * 1024
"""… and has grown by more than these bytes since it was warm, is not flat."""


def children(process: int) -> list[int]:
    """The process and everything below it."""
    try:
        below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [process, *(found for child in below for found in children(int(child)))]


def resident(process: int) -> int | None:
    """Bytes that it holds in memory; None: it is gone."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(pages) * PAGE


@dataclass
class Curve:
    """What one process held, by seconds since the beginning."""

    name: str
    at: list[float] = field(default_factory=list)
    held: list[int] = field(default_factory=list)

    def of(self, seconds: float) -> "Curve":
        """The part after it was warm, in a run of so many seconds."""
        kept = [(a, h) for a, h in zip(self.at, self.held, strict=True) if a >= WARM * seconds]
        return Curve(self.name, [a for a, _ in kept], [h for _, h in kept])

    def summary(self, seconds: float) -> Mapping[str, object]:
        """First and last bytes, bytes a minute by the best straight line, and whether that is flat."""
        warm = self.of(seconds)
        if len(warm.at) < 4:
            return {"process": self.name, "looks": len(warm.at), "flat": True}
        slope = linear_regression(warm.at, warm.held).slope
        grown = slope * (warm.at[-1] - warm.at[0])
        flat = slope * 3600 < GROWTH * mean(warm.held) or grown < CERTAIN
        return {
            "process": self.name,
            "first_mb": round(self.held[0] / 2**20, 1),
            "warm_mb": round(warm.held[0] / 2**20, 1),
            "last_mb": round(warm.held[-1] / 2**20, 1),
            "most_mb": round(max(self.held) / 2**20, 1),
            "kb_a_minute": round(slope * 60 / 1024, 1),
            "looks": len(warm.at),
            "flat": flat,
        }


@dataclass
class Watch:
    """Looks at all processes again and again, in a thread of its own."""

    roots: Mapping[str, int]  #: by name
    clock: Callable[[], float]
    curves: dict[int, Curve] = field(default_factory=dict)

    def look(self, stop: threading.Event) -> None:
        """Until it is to stop."""
        while not stop.wait(EVERY):
            for name, root in self.roots.items():
                for number, process in enumerate(children(root)):
                    held = resident(process)
                    if held is not None:
                        curve = self.curves.setdefault(process, Curve(f"{name} {number}" if number else name))
                        curve.at.append(self.clock())
                        curve.held.append(held)

    def summaries(self, seconds: float) -> Sequence[Mapping[str, object]]:
        return [curve.summary(seconds) for curve in self.curves.values()]

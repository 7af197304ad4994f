"""Two at once: both start at the same signal, and what came of each is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Outcome = TypeVar("Outcome")


def both(first: Callable[[], Outcome], second: Callable[[], Outcome]) -> tuple[Outcome, Outcome]:
    """What the two answer; each runs in a thread of its own."""
    start = Barrier(2)

    def run(act: Callable[[], Outcome]) -> Outcome:
        start.wait()
        return act()

    with ThreadPoolExecutor(max_workers=2) as threads:
        left, right = threads.submit(run, first), threads.submit(run, second)
        return left.result(), right.result()

"""Whether a step is as fast after a thousand rounds of rework: `python -m tests.benchmarks.rework`.

An old case and a young one take the same steps in turn, so that whatever the machine does meanwhile meets
both; the figure is the ratio of the medians, old to young.
"""

import argparse
import json
import logging
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from engine.commands.lodge_complaint import Lodged
from engine.logs import set_up_logs
from tests.support.installation import Installation, installation
from tests.whole.meter import Meter
from tests.whole.rounds import REWORK, Rework, begin, go_round, perform

PAIRS = 100
"""Rounds that are timed of each of the two; the young case is replaced by a new one after every tenth."""


class Stopwatch:
    """Runs from `start`."""

    def start(self) -> None:
        self.started = perf_counter()


def figures(name: str, rounds: int) -> dict[str, dict[str, float]]:
    """Ratio and medians of each act of the round, in milliseconds."""
    rework = REWORK[name]
    with TemporaryDirectory() as home, installation(Path(home), None, rework.package) as house:
        old = begin(house, rework)
        for _ in range(rounds):
            go_round(house, old, rework, Meter())
        times = _pairs(house, rework, old)
    found = {}
    for position, (element, _, _) in enumerate(rework.round):
        aged, young = (median(t[position] for t in side) * 1000 for side in times)
        found[f"rework, {name}, {element}"] = {
            "value": round(aged / young, 3),
            "old_ms": round(aged, 2),
            "young_ms": round(young, 2),
            "rounds": rounds,
        }
    return found


def _pairs(house: Installation, rework: Rework, old: Lodged) -> tuple[list[list[float]], list[list[float]]]:
    aged, fresh = list[list[float]](), list[list[float]]()
    for number in range(PAIRS):
        if number % 10 == 0:
            young = begin(house, rework)
        turns = [(aged, old), (fresh, young)]
        for side, lodged in turns if number % 2 else reversed(turns):
            side.append(_timed_round(house, lodged, rework))
    return aged, fresh


def _timed_round(house: Installation, lodged: Lodged, rework: Rework) -> list[float]:
    times = []
    for act in rework.round:
        clock = Stopwatch()
        perform(house, lodged, act, before=clock.start)
        times.append(perf_counter() - clock.started)
    return times


def main() -> None:
    """One JSON document on stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    rounds = parser.parse_args().rounds
    set_up_logs(logging.WARNING)
    found = {key: value for name in REWORK for key, value in figures(name, rounds).items()}
    json.dump({"figures": found}, sys.stdout, indent=2)


if __name__ == "__main__":
    main()

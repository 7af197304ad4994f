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
from time import perf_counter, process_time

from engine.commands.lodge_complaint import Lodged
from engine.logs import set_up_logs
from tests.support.installation import Installation, installation
from tests.whole.meter import Meter
from tests.whole.rounds import REWORK, Rework, begin, go_round, perform

PAIRS = 100
"""Rounds that are timed of each of the two; the young case is replaced by a new one after every tenth."""


Times = tuple[float, float]
"""Seconds on the wall, and seconds of work of this process: the second is the steadier on a busy machine."""


class Stopwatch:
    """Runs from `start`."""

    def start(self) -> None:
        self._wall, self._work = perf_counter(), process_time()

    def stop(self) -> Times:
        return perf_counter() - self._wall, process_time() - self._work


def figures(name: str, rounds: int) -> dict[str, dict[str, float]]:
    """Ratios of each act of the round, on the wall and of work; medians in milliseconds."""
    rework = REWORK[name]
    with TemporaryDirectory() as home, installation(Path(home), None, rework.package) as house:
        old = begin(house, rework)
        for _ in range(rounds):
            go_round(house, old, rework, Meter())
        times = _pairs(house, rework, old)
    found = {}
    for position, (element, _, _) in enumerate(rework.round):
        aged, young = (_medians([round_[position] for round_ in side]) for side in times)
        found[f"rework, {name}, {element}"] = {
            "value": round(aged[0] / young[0], 3),
            "of_work": round(aged[1] / young[1], 3),
            "old_ms": round(aged[0] * 1000, 2),
            "young_ms": round(young[0] * 1000, 2),
            "rounds": rounds,
        }
    return found


def _medians(times: list[Times]) -> Times:
    return median(wall for wall, _ in times), median(work for _, work in times)


def _pairs(house: Installation, rework: Rework, old: Lodged) -> tuple[list[list[Times]], list[list[Times]]]:
    aged, fresh = list[list[Times]](), list[list[Times]]()
    for number in range(PAIRS):
        if number % 10 == 0:
            young = begin(house, rework)
        turns = [(aged, old), (fresh, young)]
        for side, lodged in turns if number % 2 else reversed(turns):
            side.append(_timed_round(house, lodged, rework))
    return aged, fresh


def _timed_round(house: Installation, lodged: Lodged, rework: Rework) -> list[Times]:
    times = []
    for act in rework.round:
        clock = Stopwatch()
        perform(house, lodged, act, before=clock.start)
        times.append(clock.stop())
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

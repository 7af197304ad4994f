"""`flatness_cpu` and `flatness_bytes`: a step of a case after 1,000 rounds of rework ÷ of one after one.

Both cases go the same round in turn: propose, and have it returned.
"""

from functools import cache, partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from engine.commands.lodge_complaint import Lodged
from tests.benchmarks.floor import Recorder
from tests.benchmarks.lives import SHIPPED
from tests.benchmarks.measure import Figure, Life, in_turn, ratio
from tests.benchmarks.ours import Ours, ours

OLD, PAIRS = 1000, 60
FRESH = 4
"""Rounds after which a young case is too old."""


def cpu(quick: bool) -> Figure:
    """Work of a step."""
    return _measured(quick)[0]


def size(quick: bool) -> Figure:
    """Bytes of the rows that a round writes; `state`: of the stored state alone."""
    return _measured(quick)[1]


@cache
def _measured(quick: bool) -> tuple[Figure, Figure]:
    """Both figures of one run; quick: after 100 rounds."""
    rounds = OLD // 10 if quick else OLD
    with TemporaryDirectory() as folder, ours(Path(folder), SHIPPED) as own:
        old = _aged(own, rounds)
        pairs = []
        for number in range(PAIRS // 4 if quick else PAIRS):
            if number % (FRESH - 1) == 0:
                young = _aged(own, 1)
            pairs.append(in_turn(partial(go_round, own, old), partial(go_round, own, young), number))
        found = ratio([aged for aged, _ in pairs[1:]], [fresh for _, fresh in pairs[1:]])
        bytes_ = _bytes(own, old, _aged(own, 1))
    return {**found, "rounds": rounds}, {**bytes_, "rounds": rounds}


def _aged(own: Ours, rounds: int) -> Lodged:
    case = own.begin()
    for act in SHIPPED.begin:
        own.act(case, act)
    for _ in range(rounds):
        go_round(own, case)
    return case


def go_round(own: Ours, case: Lodged) -> Life:
    """One round of rework, each of its acts timed."""
    return [own.act(case, act) for act in SHIPPED.rework]


def _bytes(own: Ours, old: Lodged, young: Lodged) -> Figure:
    recorder = Recorder(own)
    aged, fresh = (_bytes_of(own, case, recorder) for case in (old, young))
    states = [_state(own, case) for case in (old, young)]
    return {
        "value": round(aged / fresh, 4),
        "over_bytes": aged,
        "under_bytes": fresh,
        "state": round(states[0] / states[1], 4),
        "state_bytes": states[0],
    }


def _bytes_of(own: Ours, case: Lodged, recorder: Recorder) -> float:
    """Bytes of the rows that a round writes, the median of three rounds."""
    sizes = []
    for _ in range(3):
        go_round(own, case)
        sizes.append(recorder.news().bytes)
    return median(sizes)


def _state(own: Ours, case: Lodged) -> int:
    with own.house.querela.store.read() as unit:
        return len(unit.instances.get(case.instance).state)

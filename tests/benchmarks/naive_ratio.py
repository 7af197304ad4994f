"""`naive_ratio` and `naive_ratio_rework_12`: a loop around plain SpiffWorkflow ÷ ours, per completed task."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.lives import SHIPPED, Act, Workload, plain
from tests.benchmarks.measure import Figure, Life, Took, in_turn, ratio, timed
from tests.benchmarks.naive import Naive
from tests.benchmarks.ours import Ours, ours

LIVES = 15


def after_three(quick: bool) -> Figure:
    """Of a whole life with three rounds of rework."""
    return _figure(SHIPPED, 3, quick, whole=True)


def after_twelve(quick: bool) -> Figure:
    """Of the tasks that follow twelve rounds of rework; `life`: of the whole life with twelve rounds."""
    return _figure(SHIPPED, 12, quick, whole=False)


def _figure(workload: Workload, rounds: int, quick: bool, *, whole: bool) -> Figure:
    theirs, own = lives(workload, rounds, 3 if quick else LIVES)
    found = ratio(theirs, own)
    if whole:
        return found
    last = len(workload.begin) + rounds * len(workload.rework)
    after = ratio([life[last:] for life in theirs], [life[last:] for life in own])
    return {**after, "life": found["value"]}


def lives(workload: Workload, rounds: int, count: int) -> tuple[list[Life], list[Life]]:
    """So many lives of the baseline and of ours, act by act in turn; they must stay at the same tasks."""
    theirs: list[Life] = []
    own: list[Life] = []
    with TemporaryDirectory() as folder, ours(Path(folder), workload) as our_side:
        naive = Naive(f"sqlite:///{folder}/naive.sqlite3", workload.process, workload.diagrams)
        for number in range(count + 1):
            sides = _live_both(workload, rounds, naive, our_side, str(number))
            if number:  # the first warms up
                theirs.append(sides[0])
                own.append(sides[1])
    return theirs, own


def _live_both(workload: Workload, rounds: int, naive: Naive, own: Ours, number: str) -> tuple[Life, Life]:
    pairs = []
    case = own.begin()
    naive.start(number, workload.decided)
    for position, act in enumerate(workload.acts(rounds)):
        took = in_turn(partial(_naively, naive, number, act), partial(own.act, case, act), position)
        _require_same(naive.tasks(number), [item.element for item in own.open(case)], act)
        if act.login:
            pairs.append(took)
    return [theirs for theirs, _ in pairs], [ours_ for _, ours_ in pairs]


def _naively(naive: Naive, number: str, act: Act) -> Took:
    values = plain({**act.values, **act.decided})
    if act.login:
        return timed(lambda: naive.complete(number, act.element, values))
    return timed(lambda: naive.deliver(number, act.element, values))


def _require_same(theirs: list[str], own: list[str], act: Act) -> None:
    """Raise AssertionError where the two are not at the same tasks."""
    assert sorted(theirs) == sorted(own), f"after {act.element}: {theirs} there, {own} here"

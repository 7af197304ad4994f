"""`naive_ratio` and `naive_ratio_rework_12`: a loop around plain SpiffWorkflow ÷ ours, per completed task."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.lives import LARGE, SHIPPED, Act, Workload, plain
from tests.benchmarks.measure import Figure, Life, Took, in_turn, ratio, timed
from tests.benchmarks.naive import Naive
from tests.benchmarks.ours import Ours, ours
from tests.benchmarks.same_work import SameWork

LIVES = 8


@dataclass
class Lives:
    """Of cases of the loop, of ours, and of ours with the loop's work alone."""

    loop: list[Life] = field(default_factory=list)
    own: list[Life] = field(default_factory=list)
    same: list[Life] = field(default_factory=list)

    def after(self, acts: int) -> "Lives":
        """Without so many first acts."""
        return Lives(*([life[acts:] for life in lives] for lives in (self.loop, self.own, self.same)))

    def figure(self) -> Figure:
        """The ratio, and beside it that of the same work."""
        same = ratio(self.loop, self.same)
        return {**ratio(self.loop, self.own), "same_work": same["value"], "same_work_ms": same["under_ms"]}


def after_three(quick: bool) -> Figure:
    """Of a whole life with three rounds of rework."""
    found = _lives(SHIPPED, 3, quick).figure()
    return found if quick else {**found, **_large(_lives(LARGE, 3, quick).figure())}


def after_twelve(quick: bool) -> Figure:
    """Of the tasks that follow twelve rounds of rework; `life`: of the whole life with twelve rounds."""
    found = _twelve(SHIPPED, quick)
    return found if quick else {**found, **_large(_twelve(LARGE, quick))}


def _large(figure: Figure) -> Figure:
    """What is said of the large diagram beside the shipped one."""
    return {"large": figure["value"], "large_same_work": figure["same_work"], "large_ms": figure["under_ms"]}


def _twelve(workload: Workload, quick: bool) -> Figure:
    lives = _lives(workload, 12, quick)
    last = len(workload.begin) + 12 * len(workload.rework)
    return {**lives.after(last).figure(), "life": lives.figure()["value"]}


def _lives(workload: Workload, rounds: int, quick: bool) -> Lives:
    """Lives act by act in turn; all must stay at the same tasks."""
    found = Lives()
    with TemporaryDirectory() as folder, ours(Path(folder), workload) as own:
        loop = Naive(f"sqlite:///{folder}/naive.db", workload.process, workload.diagrams)
        same = SameWork(f"sqlite:///{folder}/same.db", own)
        for number in range((3 if quick else LIVES) + 1):
            lives = live(workload, rounds, loop, own, same, str(number))
            if number:  # the first warms up
                found.loop.append([took for took, _, _ in lives])
                found.own.append([took for _, took, _ in lives])
                found.same.append([took for _, _, took in lives])
    return found


def live(
    workload: Workload, rounds: int, loop: Naive, own: Ours, same: SameWork, number: str
) -> list[tuple[Took, Took, Took]]:
    """Of each task what the three took, in the order of `Lives`. Raises AssertionError where they part."""
    found = []
    case = own.begin()
    loop.start(number, workload.decided)
    same.start(case)
    for position, act in enumerate(workload.acts(rounds)):
        took = in_turn(partial(_naively, loop, number, act), partial(own.act, case, act), position)
        alone = same.act(act)
        here = [item.element for item in own.open(case)]
        _require_same(loop.tasks(number), here, act)
        _require_same(same.tasks(), here, act)
        if act.login:
            found.append((*took, alone))
    return found


def _naively(loop: Naive, number: str, act: Act) -> Took:
    values = plain({**act.values, **act.decided})
    if act.login:
        return timed(partial(loop.complete, number, act.element, values))
    return timed(partial(loop.deliver, number, act.element, values))


def _require_same(theirs: list[str], own: list[str], act: Act) -> None:
    """Raise AssertionError where the two are not at the same tasks."""
    assert sorted(theirs) == sorted(own), f"after {act.element}: {theirs} there, {own} here"

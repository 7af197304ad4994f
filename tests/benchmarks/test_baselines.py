"""Whether the baselines do the same as ours: rows of the floor, tasks of the loop."""

from pathlib import Path

import pytest

from tests.benchmarks.floor import twins
from tests.benchmarks.lives import LARGE, SHIPPED, Workload
from tests.benchmarks.naive import Naive
from tests.benchmarks.naive_ratio import live
from tests.benchmarks.ours import ours
from tests.benchmarks.rows import snapshot
from tests.benchmarks.same_work import SameWork

WORKLOADS = pytest.mark.parametrize("workload", [SHIPPED, LARGE], ids=["shipped", "large"])


@pytest.mark.timeout(600)
@WORKLOADS
def test_the_floor_holds_the_same_rows_as_ours_after_a_life(workload: Workload) -> None:
    with twins(workload) as both:
        both.live(workload, 1)
        with both.floor.connect() as connection:
            assert snapshot(connection) == both.recorder.rows()


@pytest.mark.timeout(600)
@WORKLOADS
def test_the_loop_stays_at_the_same_tasks_as_ours(workload: Workload, tmp_path: Path) -> None:
    with ours(tmp_path / "home", workload) as own:
        loop = Naive(f"sqlite:///{tmp_path / 'loop.db'}", workload.process, workload.diagrams)
        same = SameWork(f"sqlite:///{tmp_path / 'same.db'}", own)
        took = live(workload, 2, loop, own, same, "1")  # raises where they part
    assert len(took) == sum(1 for act in workload.acts(2) if act.login)

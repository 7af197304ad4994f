"""`floor_ratio`: ours in process ÷ a bare SQLAlchemy Core commit of the same rows.

Ours and the floor have a database each, with the same rows in it: whatever ours writes, the floor writes too.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from sqlalchemy import Engine

from engine.store.database import open_engine
from tests.benchmarks.lives import LARGE, SHIPPED, Workload
from tests.benchmarks.measure import Figure, Life, Took, ratio, timed
from tests.benchmarks.ours import Ours, ours
from tests.benchmarks.rows import Snapshot, Writes, commit, snapshot, writes_between

LIVES, ROUNDS = 8, 3


def measure(quick: bool) -> Figure:
    """Of a life with three rounds of rework; `rows`: how many a task writes; `large`: of that diagram."""
    found = _measured(SHIPPED, 3 if quick else LIVES)
    return found if quick else {**found, "large": _measured(LARGE, LIVES)["value"]}


def _measured(workload: Workload, lives: int) -> Figure:
    own: list[Life] = []
    bare: list[Life] = []
    written: list[int] = []
    with twins(workload) as both:
        for number in range(lives + 1):
            life = both.live(workload, ROUNDS)
            if number:  # the first warms up
                own.append([ours_ for ours_, _, _ in life])
                bare.append([floor for _, floor, _ in life])
                written += [rows for _, _, rows in life]
    return {**ratio(own, bare), "rows": round(sum(written) / len(written), 1)}


class Recorder:
    """Tells what an installation has written."""

    def __init__(self, own: Ours) -> None:
        self._own = own
        self._rows = self.rows()

    def news(self) -> Writes:
        """What has been written since the last call."""
        before, self._rows = self._rows, self.rows()
        return writes_between(before, self._rows)

    def rows(self) -> Snapshot:
        """Every row of its cases."""
        with self._own.house.querela.store.read() as unit:
            return snapshot(unit.connection)


class Twins:
    """Our installation, and a database that bare commits keep the same."""

    def __init__(self, own: Ours, floor: Engine) -> None:
        self._own, self.floor, self._turns = own, floor, Lock()
        self.recorder = Recorder(own)

    def live(self, workload: Workload, rounds: int) -> list[tuple[Took, Took, int]]:
        """A case's life: of each task what ours took, what the bare commit took, and the rows."""
        case = self._own.begin()
        commit(self.floor, self._turns, self.recorder.news())
        found = []
        for act in workload.acts(rounds):
            took = self._own.act(case, act)
            news = self.recorder.news()
            floor = timed(partial(commit, self.floor, self._turns, news))
            if act.login:
                found.append((took, floor, news.rows))
        return found


@contextmanager
def twins(workload: Workload) -> Iterator[Twins]:
    """An installation and a copy of its database."""
    with TemporaryDirectory() as folder, ours(Path(folder, "ours"), workload) as own:
        copy = Path(folder, "floor.db")
        copy_database(Path(folder, "ours"), copy)
        floor = open_engine(f"sqlite:///{copy}")
        try:
            yield Twins(own, floor)
        finally:
            floor.dispose()


def copy_database(home: Path, to: Path) -> None:
    """Copy an installation's database, whatever lies in its log."""
    source = home / "querela.db"
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(to)) as here:
        there.backup(here)

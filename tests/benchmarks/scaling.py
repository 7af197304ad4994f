"""`pg_scaling`: due cases a second that four worker processes work off ÷ that one does, on PostgreSQL.

The workers are `querela worker` processes of an installation in production, on a server of our own that is as
durable as in production. Each run has a copy of one database with cases of the shipped process that were
lodged a week ago: their reminders, the lateness of the assessment and breached clocks are due, each case in
several commands and with several mails. All are held back until the workers are there and have worked off
some others, since what a process loads and compiles once is no matter of scaling.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from engine.clock import pause, system_clock
from tests.benchmarks.lives import SHIPPED
from tests.benchmarks.measure import Figure, middle_half
from tests.benchmarks.skipped import Skipped
from tests.commands.lodging import lodge
from tests.jobs.crowd import Crowd, again, crowd
from tests.support import postgres

FOUR = 4
CASES, PAIRS = 300, 3
QUICK_CASES = 40
WARM = 6
"""Cases for each worker before the work is measured."""
AGO = timedelta(days=7)
BEGUN, ENDED = 0.1, 0.9
"""The rate is taken between these parts of the work: how workers are called and end does not count."""
DURABLE = ("shared_buffers=128MB", "max_connections=200")
LOOK = 0.2
"""Seconds between two looks at how much is done."""
IN_PRODUCTION = {"QUERELA_ENV": "production"}

_HOLD_BACK = "UPDATE instances SET next_due_at = next_due_at + interval '1000 years'"
_RELEASE = (
    "UPDATE instances SET next_due_at = next_due_at - interval '1000 years' WHERE id IN "
    "(SELECT id FROM instances WHERE next_due_at > now() + interval '900 years' ORDER BY id LIMIT :count)"
)
_DONE = "SELECT (SELECT count(*) FROM history) + (SELECT count(*) FROM outbox WHERE state = 'kept')"


class Rate(NamedTuple):
    """Of one run: cases a second, and processor milliseconds a case of workers and database."""

    cases: float
    ms: float


def measure(quick: bool) -> Figure:
    """Cases worked off a second, one worker and four in turn."""
    cases, pairs = (QUICK_CASES, 1) if quick else (CASES, PAIRS)
    with _server() as server, TemporaryDirectory() as home:
        full = _lodged(server.url, Path(home), cases + FOUR * WARM)
        runs = []
        for number in range(pairs):
            order = (1, FOUR) if number % 2 else (FOUR, 1)
            of = {workers: _run(server, full, Path(home), workers, cases) for workers in order}
            runs.append((of[FOUR], of[1]))
    four, one = (median(run.cases for run in side) for side in zip(*runs, strict=True))
    work_four, work_one = (median(run.ms for run in side) for side in zip(*runs, strict=True))
    return {
        "value": round(four / one, 2),
        "spread": middle_half(many.cases / few.cases for many, few in runs),
        "four_a_second": round(four, 1),
        "one_a_second": round(one, 1),
        "work_a_case_in_ms_four": round(work_four, 1),
        "work_a_case_in_ms_one": round(work_one, 1),
        "cases": cases,
        "pairs": pairs,
    }


def _lodged(server: str, home: Path, cases: int) -> str:
    """A database with so many cases of a week ago, whose mails are sent, and of which nothing is due."""
    url = postgres.create_database(server)
    then = system_clock() - AGO
    with crowd(home, url, SHIPPED.package, lambda: then, **IN_PRODUCTION) as town:
        for _ in range(cases):
            lodge(town.house)
        town.querela.dispatcher().run_due()
        town.sql(_HOLD_BACK)
        town.sql("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers")
    return url


def _run(server: postgres.Cluster, full: str, home: Path, workers: int, cases: int) -> Rate:
    """So many due cases worked off, in a copy of the database."""
    url = postgres.create_database(server.url, copy_of=full)
    try:
        with again(home, url, **IN_PRODUCTION) as town:
            town.start(workers)
            _work_off(town, workers * WARM)
            every = [server.process.pid, *(worker.pid for worker in town.workers)]
            before = sum(map(_seconds, every))
            progress = _work_off(town, cases)
            return Rate(_middle(progress, cases), 1e3 * (sum(map(_seconds, every)) - before) / cases)
    finally:
        postgres.drop_database(server.url, url)


def _work_off(town: Crowd, cases: int) -> list[tuple[float, int]]:
    """Let so many cases be due: (second, entries written and mails out) until nothing is left to do."""
    town.sql(_RELEASE, count=cases)
    found = [_look(town)]
    while not town.idle():
        pause(LOOK)
        found.append(_look(town))
    return found


def _look(town: Crowd) -> tuple[float, int]:
    [(done,)] = town.sql(_DONE)
    return perf_counter(), int(done)


def _middle(progress: list[tuple[float, int]], cases: int) -> float:
    """Cases a second: a case is its part of all that was written."""
    start, total = progress[0][1], progress[-1][1] - progress[0][1]
    inside = [
        (at, (done - start) / total) for at, done in progress if BEGUN <= (done - start) / total <= ENDED
    ]
    (began, first), (ended, last) = inside[0], inside[-1]
    return cases * (last - first) / (ended - began)


def _seconds(pid: int) -> float:
    """Processor seconds of a process and its children, with ended threads; 0 where nothing tells."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK") + sum(
        _seconds(int(child)) for child in children
    )


@contextmanager
def _server() -> Iterator[postgres.Cluster]:
    """A PostgreSQL server of our own. Raises Skipped."""
    try:
        cluster = postgres.start_cluster(postgres.binaries(), DURABLE)
    except postgres.NoPostgres as reason:
        raise Skipped(str(reason)) from reason
    try:
        yield cluster
    finally:
        cluster.end()

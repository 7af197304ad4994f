"""`pg_scaling`: due timers a second that four worker processes fire ÷ that one fires, on PostgreSQL.

The workers are `querela worker` processes on a server of our own, as durable as in production. Each run
has a new database with as many cases of the shipped process, of each of which reminders become due at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from engine.clock import pause
from tests.benchmarks.lives import SHIPPED
from tests.benchmarks.measure import Figure, middle_half
from tests.benchmarks.skipped import Skipped
from tests.commands.lodging import lodge
from tests.jobs.crowd import Crowd, again, crowd
from tests.support import postgres

FOUR, PAIRS, CASES = 4, 3, 500
QUICK_CASES = 40
DAYS = 7
"""By so much the clock is moved: reminders, the lateness of the assessment, breached clocks."""
BEGUN, ENDED = 0.1, 0.9
"""The rate is taken between these parts of the work: how the workers begin and end does not count."""
DURABLE = ("shared_buffers=128MB", "max_connections=200")
LOOK = 0.1
"""Seconds between two looks at how much is left."""


def measure(quick: bool) -> Figure:
    """Cases worked off a second, one worker and four in turn."""
    cases, pairs = (QUICK_CASES, 1) if quick else (CASES, PAIRS)
    with _server() as server, TemporaryDirectory() as home:
        full = _lodged(server, Path(home), cases)
        rates = []
        for number in range(pairs):
            order = (1, FOUR) if number % 2 else (FOUR, 1)
            rate = {workers: _rate(server, full, Path(home), workers) for workers in order}
            rates.append((rate[FOUR], rate[1]))
    four, one = (median(side) for side in zip(*rates, strict=True))
    return {
        "value": round(four / one, 2),
        "spread": middle_half(many / few for many, few in rates),
        "four_a_second": round(four, 1),
        "one_a_second": round(one, 1),
        "cases": cases,
        "pairs": pairs,
    }


def _lodged(server: str, home: Path, cases: int) -> str:
    """A database with so many new cases, whose mails are sent."""
    url = postgres.create_database(server)
    with crowd(home, url, SHIPPED.package) as town:
        for _ in range(cases):
            lodge(town.house)
        town.querela.dispatcher().run_due()
    return url


def _rate(server: str, full: str, home: Path, workers: int) -> float:
    """Due cases worked off a second, in a copy of the database."""
    url = postgres.create_database(server, copy_of=full)
    try:
        with again(home, url) as town:
            town.start(workers)
            town.advance(days=DAYS)
            return _middle(_progress(town))
    finally:
        postgres.drop_database(server, url)


def _progress(town: Crowd) -> list[tuple[float, int]]:
    """(second, cases still due) until none is."""
    found = [(perf_counter(), _due(town))]
    while found[-1][1]:
        pause(LOOK)
        found.append((perf_counter(), _due(town)))
    return found


def _due(town: Crowd) -> int:
    now = town.querela.now()
    return int(town.sql("SELECT count(*) FROM instances WHERE next_due_at <= :now", now=now)[0][0])


def _middle(progress: list[tuple[float, int]]) -> float:
    total = progress[0][1]
    inside = [(at, left) for at, left in progress if 1 - ENDED <= left / total <= 1 - BEGUN]
    (began, first), (ended, last) = inside[0], inside[-1]
    return (first - last) / (ended - began)


@contextmanager
def _server() -> Iterator[str]:
    """A PostgreSQL server of our own. Raises Skipped."""
    try:
        cluster = postgres.start_cluster(postgres.binaries(), DURABLE)
    except postgres.NoPostgres as reason:
        raise Skipped(str(reason)) from reason
    try:
        yield cluster.url
    finally:
        cluster.end()

"""PostgreSQL restarts under load, and its connections are cut: what was acknowledged is there, all goes on.

Nobody starts a process of Querela anew: those that were there before find their way back.
"""

import random
import signal
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from sqlalchemy import make_url

from tests.faults.cluster import FAST, IMMEDIATE, SMART, Server, Wire, cluster, through
from tests.faults.killer import Killer
from tests.faults.post import Post, post
from tests.faults.scene import Scene, scene
from tests.support.postgres import run_sql
from tests.whole.effort import either

CLERKS = 4
REQUESTS = 4
"""Of a case, each of which is acknowledged."""

Blows = Callable[[Server, Wire], dict[str, Callable[[], object]]]


def restarts(server: Server, _wire: Wire) -> dict[str, Callable[[], object]]:
    ways: dict[str, signal.Signals] = {"smart": SMART, "fast": FAST, "immediate": IMMEDIATE}
    return {name: partial(server.restart, way) for name, way in ways.items()}


def cuts(server: Server, wire: Wire) -> dict[str, Callable[[], object]]:
    return {"sessions ended": server.end_sessions, "wire cut": wire.cut}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scene, Server, Wire, Post]]:
    with cluster() as server, post() as (taken, smtp):
        run_sql(server.url, "CREATE DATABASE faults")
        url = make_url(server.url).set(database="faults").render_as_string(hide_password=False)
        wire = Wire(server.port)
        with scene(tmp_path_factory.mktemp("place"), url, smtp=smtp, seen_by=through(url, wire)) as made:
            try:
                made.site.start_server("--no-worker")
                made.site.start_worker()
                made.site.wait_until_ready()
                yield made, server, wire, taken
            finally:
                made.site.end()
                wire.close()


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("blows", "times", "cases"),
    [(restarts, either(1, 17), either(8, 150)), (cuts, either(2, 60), either(8, 400))],
    ids=["restarts", "cuts"],
)
def test_nothing_is_lost_and_all_goes_on(
    place: tuple[Scene, Server, Wire, Post],
    blows: Blows,
    times: int,
    cases: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    here, server, wire, taken = place
    worker = here.site.worker
    kinds = blows(server, wire)
    chance = random.Random(times)
    killer = Killer(
        here.office,
        chance,
        dict.fromkeys(kinds, times),
        kinds,
        lambda: here.advance(minutes=chance.randint(1, 60)),
    )
    here.office.start([f"{blows.__name__}-{number:03d}" for number in range(cases)], CLERKS)
    patience = 0
    try:
        killer.strike(cases * REQUESTS)
        patience = 600
    finally:
        here.office.finish(patience)
    assert here.office.wrong == []
    assert here.mails_leave(60), here.site.log()[-3000:]
    assert worker is not None
    assert worker.poll() is None
    here.end_well()
    assert set(taken.taken) == here.mails()
    with capsys.disabled():
        again = taken.taken.total() - len(taken.taken)
        print(  # noqa: T201 - figures of the run
            f"\n  {dict(killer.blows)} over {cases} cases: {here.office.acknowledged} requests acknowledged, "
            f"{here.office.unanswered} not, {again} of {len(taken.taken)} mails sent again"
        )

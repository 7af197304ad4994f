"""kill -9 at every statement of the hot path: a request is done wholly or not at all, and never twice.

The server's process dies before each statement of a request, before its commit and behind it; the worker
before each of its own. The short form takes the commit and a few others.
"""

import random
import signal
from collections import Counter

import pytest

from tests.faults.conftest import Town
from tests.faults.deeds import (
    Request,
    assessing,
    finish_worked_off,
    lodging,
    register,
    reviewing,
    sent,
    withdrawing,
    work_for_the_worker,
)
from tests.faults.scene import Scene
from tests.whole.effort import LONG
from tests.whole.invariants import troubles

FEW = 1
"""Points in the short form, beside commits."""
ROUNDS = 2
"""How often each point is struck in the long form."""


@pytest.mark.timeout(1800)
def test_a_request_is_done_wholly_or_not_at_all(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    here, _ = town
    struck: Counter[str] = Counter()
    for prepare in (lodging, assessing, reviewing, withdrawing):
        request = prepare(here)
        here.orders.count()
        assert sent(here, request) == request.expect
        register(here, request)
        points = here.orders.counted()
        assert points[-2:] == ["COMMIT", "committed"], points
        blows = [*(chosen(points, FEW) if LONG else []), (1, "COMMIT"), (1, "committed")]
        for number, text in blows * (ROUNDS if LONG else 1):
            struck[strike_server(here, prepare(here), number, text)] += 1
    assert min(struck["COMMIT"], struck["committed"]) >= 4
    here.end_well()
    with capsys.disabled():
        print(f"\n  {struck.total()} kills of the server at {len(struck)} statements")  # noqa: T201


def strike_server(here: Scene, request: Request, number: int, text: str) -> str:
    """Kill it at this point of the request; answers what it was about to do then."""
    here.orders.strike(number, at=text)
    status = sent(here, request)
    here.orders.withdraw()
    doing = here.orders.struck()
    here.site.wait_until_ready()
    done = request.done()
    if doing is None:  # less was to be done than the time before
        assert (status, done) == (request.expect, 1)
    else:
        assert (status, done) == (0, int(doing == "committed")), doing
    assert sent(here, request) == request.expect  # the same request again
    assert request.done() == 1
    register(here, request)
    assert troubles(here.querela, here.office.lodged[-1].reference) == []
    return "nothing" if doing is None else doing  # a pool asks for a sign of life without a word


@pytest.mark.timeout(1800)
def test_the_worker_does_everything_once(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    here, post = town
    work_for_the_worker(here)
    here.orders.count()
    here.work()
    points = here.orders.counted()
    behind = [(number, "committed") for number in range(1, points.count("committed") + 1)]
    struck: Counter[str] = Counter()
    for number, text in [*chosen(points, FEW), *(behind if LONG else behind[1::3])]:
        struck[strike_worker(here, number, text)] += 1
    assert struck["committed"] > 1
    here.end_well()
    with here.querela.store.read() as unit:
        mails = [mail for case in here.office.lodged for mail in unit.outbox.of_case(case.reference)]
    assert {mail.id for mail in mails} == set(post.taken)
    with capsys.disabled():
        again = post.taken.total() - len(post.taken)
        print(  # noqa: T201
            f"\n  {struck.total()} kills of the worker at {len(struck)} statements, {again} mails sent again"
        )


def strike_worker(here: Scene, number: int, text: str) -> str:
    """Kill it at this point of its work; answers what it was about to do then."""
    case = work_for_the_worker(here)
    here.orders.strike(number, at=text)
    status = here.nursery.run("worker", "--once")
    here.orders.withdraw()
    doing = here.orders.struck()
    assert status == (0 if doing is None else -signal.SIGKILL), here.site.log()[-3000:]
    assert troubles(here.querela, case.reference) == []
    here.advance(minutes=3)  # a lease runs out
    here.work()
    finish_worked_off(here, case)
    return doing or "nothing"


def chosen(points: list[str], few: int) -> list[tuple[int, str]]:
    """Numbers of points and how they begin: all of them, or in the short form a few at random."""
    numbers = range(1, len(points) + 1)
    return [(number, "") for number in (numbers if LONG else random.Random(len(points)).sample(numbers, few))]

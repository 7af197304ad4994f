"""A process stands still past its lease while others go on, then wakes: nothing happens twice."""

import os
import signal
import time
from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.faults.conftest import Town
from tests.faults.deeds import (
    assessing,
    finish_worked_off,
    register,
    reviewing,
    sent,
    work_for_the_worker,
)
from tests.whole.effort import LONG, either
from tests.whole.invariants import troubles

TIMES = either(2, 50)
POINTS = ["committed", "UPDATE outbox", "COMMIT", "UPDATE instances", "SELECT"]
"""Where it freezes: between two transactions, and in the midst of one."""
BEGINNING = 128 + signal.SIGTERM
"""Its status where it froze, and was told to end, while it began."""
PAST = 20
"""Seconds, longer than workers of a shared database go without a sign of life before others take over."""


@pytest.mark.timeout(3600)
def test_a_frozen_worker_wakes_and_does_nothing_twice(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    here, taken = town
    shared = not str(here.querela.config.database_url).startswith("sqlite")
    for number, text in enumerate(islice(cycle(POINTS), TIMES)):
        case = work_for_the_worker(here)
        here.orders.strike(1 + number % 3, signal.SIGSTOP, at=text)
        worker = here.sleepers.begin("worker")
        here.orders.wait()
        here.advance(minutes=3)  # past the lease of a mail
        if shared and LONG and text == "committed":
            time.sleep(PAST)
        if shared or text == "committed":  # else it keeps the embedded database from everybody
            here.work()
        wake(worker)
        assert here.sleepers.end_of() in (0, BEGINNING), here.site.log()[-3000:]
        here.work()
        finish_worked_off(here, case)
    here.end_well()
    assert set(taken.taken) == here.mails()
    if shared:  # there a mail on its way is held by its sender for as long as that lives
        assert set(taken.taken.values()) == {1}
    with capsys.disabled():
        again = taken.taken.total() - len(taken.taken)
        print(f"\n  frozen {TIMES} times, {again} of {len(taken.taken)} mails sent again")  # noqa: T201


def wake(worker: int) -> None:
    """Let it go on, and end when it has done what it had in hand."""
    os.kill(worker, signal.SIGCONT)
    os.kill(worker, signal.SIGTERM)


@pytest.mark.timeout(1800)
def test_a_request_whose_server_froze_is_done_once(town: Town) -> None:
    here, _ = town
    for number in range(TIMES):
        request = (assessing, reviewing)[number % 2](here)
        here.orders.strike(1, signal.SIGSTOP, at=("COMMIT", "committed", "UPDATE work_items")[number % 3])
        assert sent(here, request, seconds=0.5) == 0
        here.orders.wait()
        [frozen] = [child for child in here.site.children() if state_of(child) == "T"]
        os.kill(frozen, signal.SIGCONT)
        assert sent(here, request) == request.expect
        assert request.done() == 1
        register(here, request)
        assert troubles(here.querela, here.office.lodged[-1].reference) == []
    here.end_well()


def state_of(process: int) -> str:
    """R runs, S sleeps, T stands still."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]

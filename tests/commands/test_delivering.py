"""Whoever delivers between instances may race, fail or die: nothing is lost, and nothing done twice."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.cli import main
from engine.commands.do_job import MOST_TRIES, DoJob
from engine.commands.intervene import RetryInstance
from engine.errors import ConcurrentChange, WrongState
from engine.queries.processes import InstanceDetail
from engine.queries.sign_in import Operations
from tests.commands.between import (
    at,
    go,
    jobs,
    start,
)
from tests.support.installation import Installation


def test_two_workers_deliver_it_once(town: Installation) -> None:
    waiting = [start(town, "catches") for _ in range(4)]
    go(town, start(town, "throws"))
    with town.querela.store.read() as unit:
        [job] = unit.jobs.due(town.querela.now())
    done: list[bool] = []

    def work() -> None:
        try:
            done.append(town.do(DoJob(job)))
        except ConcurrentChange:
            done.append(False)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, False, False, True]
    assert sorted(at(town, i) for i in waiting) == [["after"], ["wait"], ["wait"], ["wait"]]


DIE = """
import os, sys
from engine.bootstrap import from_environment
from engine.store.repositories.inbox import SqlInbox
from tests.support.installation import StandingClock

querela = from_environment(dict(os.environ), StandingClock())
if sys.argv[1] == "after the message was handed over":
    take = SqlInbox.take
    def die(*given):
        take(*given)
        os._exit(9)
    SqlInbox.take = die
if sys.argv[1] == "after the job was taken":
    from engine.store.repositories.jobs import SqlJobs
    take = SqlJobs.take
    def die(*given):
        take(*given)
        os._exit(9)
    SqlJobs.take = die
querela.dispatcher().run_due()
os._exit(9)
"""


@pytest.mark.parametrize(
    ("when", "arrived"),
    [
        ("after the job was taken", False),
        ("after the message was handed over", False),
        ("after the commit", True),
    ],
)
def test_a_worker_that_dies_loses_nothing_and_does_nothing_twice(
    town: Installation, when: str, arrived: bool
) -> None:
    first, second = start(town, "catches"), start(town, "catches")
    go(town, start(town, "throws"))
    config = town.querela.config
    environ = {"QUERELA_HOME": str(config.home), "QUERELA_DATABASE_URL": config.database_url}
    root = Path(__file__).resolve().parents[2]
    died = subprocess.run(
        [sys.executable, "-c", DIE, when],
        env={**environ, "PYTHONPATH": str(root)},
        capture_output=True,
        cwd=root,
        timeout=60,
        check=False,
    )
    assert died.returncode == 9, died.stderr
    assert at(town, first) == (["after"] if arrived else ["wait"])
    town.run_due()
    assert (at(town, first), at(town, second), jobs(town)) == (["after"], ["wait"], 0)


def test_a_job_that_loses_a_race_stays_due(town: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    listening = start(town, "hears")
    go(town, start(town, "alarms"))
    broken = type(town.querela.services.runtime)

    def refuse(*_given: object, **_more: object) -> None:
        raise ConcurrentChange("the database is away")

    with monkeypatch.context() as patched:
        patched.setattr(broken, "signal", refuse)
        tried = 0
        for _ in range(3):
            tried += town.run_due()[2]
            town.clock.advance(days=1)
    assert tried == 0  # losing a race is no failure: it stays due
    town.run_due()
    assert at(town, listening) == ["after"]


def test_a_job_that_cannot_be_done_is_tried_again_and_at_last_given_up(
    town: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening, other = start(town, "hears"), start(town, "catches")
    go(town, start(town, "alarms"))
    go(town, start(town, "throws"))

    def refuse(*_given: object, **_more: object) -> None:
        raise WrongState("it cannot be read")

    monkeypatch.setattr(type(town.querela.services.runtime), "signal", refuse)
    assert town.run_due() == (0, 1, 1)  # one failure holds up nobody else
    assert at(town, other) == ["after"]
    tried = 1
    for _ in range(MOST_TRIES + 2):
        town.clock.advance(days=1)
        tried += town.run_due()[2]
    assert tried == MOST_TRIES
    assert at(town, listening) == ["wait"]
    assert town.ask(Operations())["failed_jobs"] == 1
    with town.querela.store.read() as unit:
        *_, last = unit.history.of_instance(listening)
        told = unit.history.reveal(last)
    assert (last.kind, last.name) == ("job-given-up", "alarm")
    assert told == {"job": "signal", "reason": "it cannot be read"}
    [incident] = town.ask(InstanceDetail(listening)).look.incidents
    assert incident.message == "it cannot be read"
    town.do(RetryInstance(listening), town.actor("quality"))
    monkeypatch.undo()
    assert town.run_due() == (0, 1, 0)
    assert at(town, listening) == ["after"]


def test_the_worker_of_the_command_line_delivers_it(town: Installation) -> None:
    waiting = start(town, "catches")
    go(town, start(town, "throws"))
    config = town.querela.config
    environ = {"QUERELA_HOME": str(config.home), "QUERELA_DATABASE_URL": config.database_url}
    done = CliRunner(env=environ).invoke(main, ["worker", "--once", "--json"])
    assert json.loads(done.stdout)["jobs"] == 1, done.output
    assert at(town, waiting) == ["after"]


def test_a_failure_that_nobody_foresaw_holds_up_nobody_else(
    town: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening, other = start(town, "hears"), start(town, "catches")
    go(town, start(town, "alarms"))
    go(town, start(town, "throws"))

    def stumble(*_given: object, **_more: object) -> None:
        raise KeyError("Ada")

    with monkeypatch.context() as patched:
        patched.setattr(type(town.querela.services.runtime), "signal", stumble)
        assert town.run_due() == (0, 1, 1)
        assert at(town, other) == ["after"]
        for _ in range(MOST_TRIES):
            town.clock.advance(days=1)
            town.run_due()
    [incident] = town.ask(InstanceDetail(listening)).look.incidents
    assert incident.message == "It failed unexpectedly (KeyError)."  # the error's own text may be somebody's
    town.do(RetryInstance(listening, "repaired"), town.actor("quality"))
    town.run_due()
    assert at(town, listening) == ["after"]

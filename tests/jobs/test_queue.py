"""Procrastinate as we use it: back-off, what is taken over, and a schema whose changes are noticed."""

import asyncio
import hashlib
from collections.abc import Callable, Coroutine
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from procrastinate import App
from procrastinate.jobs import Job
from procrastinate.schema import SchemaManager

from engine.clock import system_clock
from engine.errors import ConcurrentChange, Unavailable
from engine.jobs import Hands
from engine.jobs.hands import NotFired
from engine.jobs.queue import CALL, LONGEST, BackOff, make_app, take_over
from engine.jobs.smtp import Postman
from tests.jobs.crowd import Crowd


def job(attempts: int) -> Job:
    return Job(
        id=1,
        queue="cases",
        lock="i1",
        queueing_lock=None,
        task_name="t",
        attempts=attempts,
    )


def waits(attempts: int, wrong: BaseException) -> timedelta:
    decision = BackOff().get_retry_decision(exception=wrong, job=job(attempts))
    assert decision.retry_at is not None
    return decision.retry_at - system_clock()


def test_tries_come_at_growing_intervals_for_ever() -> None:
    found = [waits(attempts, Unavailable("away")).total_seconds() for attempts in (0, 1, 2, 5, 12, 400)]
    assert [round(seconds) for seconds in found] == [2, 4, 8, 64, 300, 300]
    assert waits(400, NotFired("i1")) <= LONGEST


def test_a_lost_race_is_run_again_soon() -> None:
    assert all(waits(attempts, ConcurrentChange("")) < timedelta(seconds=6) for attempts in range(50))


def test_what_is_cut_short_by_the_end_of_its_worker_is_soon_free() -> None:
    assert waits(7, asyncio.CancelledError()) <= timedelta(seconds=1)


def within(town: Crowd, act: Callable[[App], Coroutine[Any, Any, int]]) -> int:
    """What `act` answers, done with an open queue."""

    async def run() -> int:
        querela = town.querela
        assert querela.store.conninfo is not None
        hands = Hands(querela.bus, Postman(querela.config, querela.secrets))
        app = make_app(querela.store.conninfo, hands, lambda _: None, schedule=True)
        async with app.open_async():
            return await act(app)

    return asyncio.run(run())


HELD = """INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status, worker_id)
       VALUES ('cases', :task, :lock, :key, '{}', 'doing', :worker)"""
JOBS = "SELECT task_name, lock, CAST(status AS text), attempts FROM procrastinate_jobs ORDER BY id"


def worker(town: Crowd, last_seen: str) -> int:
    seen = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - CAST(:ago AS interval))"
    [(found,)] = town.sql(f"{seen} RETURNING id", ago=last_seen)
    return int(found)


def test_what_a_silent_worker_holds_is_taken_over(town: Crowd) -> None:
    silent, alive = worker(town, "1 minute"), worker(town, "1 second")
    for lock, who in (("i1", silent), ("i2", alive), ("i3", None)):
        town.sql(HELD, task="t", lock=lock, key=lock, worker=who)
    assert within(town, take_over) == 2
    assert town.sql(JOBS) == [("t", "i1", "todo", 1), ("t", "i2", "doing", 0), ("t", "i3", "todo", 1)]


def test_a_periodic_task_of_a_silent_worker_is_forgotten(town: Crowd) -> None:
    town.sql(HELD, task=CALL, lock=None, key=CALL, worker=worker(town, "1 minute"))
    assert within(town, take_over) == 0
    assert town.sql(JOBS) == []


def test_a_worker_that_is_silent_for_long_is_forgotten(town: Crowd) -> None:
    town.sql("DELETE FROM procrastinate_workers")
    kept = [worker(town, "1 minute"), worker(town, "1 second")]
    town.sql(HELD, task="t", lock="i1", key="i1", worker=worker(town, "1 hour"))
    assert within(town, take_over) == 1
    assert [id_ for (id_,) in town.sql("SELECT id FROM procrastinate_workers ORDER BY id")] == kept
    assert [tuple(row) for row in town.sql(JOBS)] == [("t", "i1", "todo", 1)]


def test_what_cannot_be_taken_over_holds_up_nothing_else(town: Crowd) -> None:
    """Another errand of the same key waits already: it stands for the one that is stuck."""
    silent = worker(town, "1 minute")
    town.sql(HELD, task="t", lock="i1", key="i1", worker=silent)
    town.sql(HELD, task="t", lock="i2", key="i2", worker=silent)
    town.sql(
        """INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status)
        VALUES ('cases', 't', 'i1', 'i1', '{}', 'todo')"""
    )
    assert within(town, take_over) == 1
    assert [tuple(row) for row in town.sql(JOBS)] == [("t", "i2", "todo", 1), ("t", "i1", "todo", 0)]


def test_its_schema_is_the_one_that_our_step_was_written_for() -> None:
    """When this fails, Procrastinate's schema has changed: old databases need a step of ours (ADR 10)."""
    step = import_module("engine.store.migrations.versions.0008_queue")
    assert hashlib.sha256(SchemaManager.get_schema().encode()).hexdigest() == step.SCHEMA


@pytest.mark.parametrize("table", ["procrastinate_jobs", "procrastinate_workers"])
def test_it_lies_beside_our_tables(town: Crowd, table: str) -> None:
    assert town.sql("SELECT to_regclass(:name) IS NOT NULL", name=table) == [(True,)]

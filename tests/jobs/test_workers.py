"""Workers as processes: each timer fires once however many there are, and whatever befalls one of them."""

import json
import signal
import threading
from collections import Counter
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.commands.lodging import lodge
from tests.faults.site import Site
from tests.jobs.crowd import PATIENCE, Crowd
from tests.support import postgres, requires

CUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = :name AND pid <> pg_backend_pid()"""


def fired(town: Crowd) -> Counter[str]:
    """How often timers have fired, by instance."""
    rows = town.sql("SELECT instance_id, count(*) FROM history WHERE kind = 'timer-fired' GROUP BY 1")
    return Counter(dict(rows))


def in_order(town: Crowd) -> bool:
    """Whether each case's timers fired in their order, each at its own moment, an hour apart."""
    rows = town.sql(
        "SELECT instance_id, element, at FROM history WHERE kind = 'timer-fired' ORDER BY instance_id, seq"
    )
    return all(
        (a.element, b.element) == ("one", "two") and (b.at - a.at).total_seconds() == 3600
        for a, b in pairwise(rows)
        if a.instance_id == b.instance_id
    )


def test_several_fire_each_timer_once_and_in_order(town: Crowd) -> None:
    instances = [lodge(town.house).instance for _ in range(60)]
    town.start(3)
    town.advance(days=1)
    town.wait_until_idle()
    assert fired(town) == dict.fromkeys(instances, 2)
    assert in_order(town)


def test_several_that_run_once_share_the_work_and_each_stops(town: Crowd) -> None:
    instances = [lodge(town.house).instance for _ in range(40)]
    town.advance(days=1)
    said: list[dict[str, int]] = []
    threads = [threading.Thread(target=lambda: said.append(json.loads(town.once().stdout))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert sum(one["timers"] for one in said) == 80
    assert [one["failed"] for one in said] == [0, 0, 0]
    assert fired(town) == dict.fromkeys(instances, 2)


def test_what_a_killed_worker_held_is_taken_over(town: Crowd) -> None:
    """The worker is struck while it holds jobs: their locks are let go when its signs of life stop."""
    instances = [lodge(town.house).instance for _ in range(30)]
    [worker] = town.start()
    town.advance(days=1)
    held = "SELECT 1 FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'querela:look-after'"
    town.wait(lambda: fired(town) and town.sql(held), "the worker is at it")
    worker.kill()
    worker.wait()
    left = town.sql(held)
    town.sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    town.start()
    town.wait_until_idle()
    assert fired(town) == dict.fromkeys(instances, 2)
    assert in_order(town)
    town.wait(
        lambda: not town.sql("SELECT 1 FROM procrastinate_jobs WHERE status = 'doing' AND lock IS NOT NULL"),
        f"{len(left)} jobs are let go",
    )


def test_running_once_does_at_once_what_a_killed_worker_holds(town: Crowd) -> None:
    instance = lodge(town.house).instance
    town.advance(days=1)
    town.sql("INSERT INTO procrastinate_workers DEFAULT VALUES")
    town.sql(
        """INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, worker_id)
        SELECT 'cases', 'querela:look-after', :i, jsonb_build_object('instance', CAST(:i AS text)), 'doing',
        max(id) FROM procrastinate_workers""",
        i=instance,
    )
    assert json.loads(town.once().stdout) == {"timers": 2, "jobs": 0, "failed": 0}
    assert json.loads(town.once().stdout) == {"timers": 0, "jobs": 0, "failed": 0}


def test_a_worker_that_stood_still_repeats_nothing_when_it_wakes(town: Crowd) -> None:
    instances = [lodge(town.house).instance for _ in range(40)]
    [frozen] = town.start()
    town.advance(days=1)
    town.wait(lambda: fired(town), "the worker is at it")
    frozen.send_signal(signal.SIGSTOP)
    town.sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    town.start()
    town.wait_until_idle()
    frozen.send_signal(signal.SIGCONT)
    more = [lodge(town.house).instance for _ in range(10)]
    town.advance(days=1)
    town.wait_until_idle()
    assert frozen.poll() is None
    assert fired(town) == dict.fromkeys(instances + more, 2)
    assert in_order(town)


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_told_to_and_leaves_no_trace(town: Crowd, signal_: signal.Signals) -> None:
    [worker] = town.start()
    worker.send_signal(signal_)
    assert worker.wait(PATIENCE) == 0
    assert town.begun() == 0
    assert town.sql("SELECT 1 FROM procrastinate_jobs WHERE status = 'doing'") == []


def test_it_goes_on_when_all_its_connections_are_cut(town: Crowd) -> None:
    instances = [lodge(town.house).instance for _ in range(30)]
    [worker] = town.start()
    town.advance(days=1)
    for _ in range(5):
        before = sum(fired(town).values())
        town.sql(CUT, name=town.engine.url.database)
        town.wait(lambda b=before: sum(fired(town).values()) > b or town.idle(), "it goes on")  # type: ignore[misc]
    town.wait_until_idle()
    assert worker.poll() is None
    assert fired(town) == dict.fromkeys(instances, 2)


def test_a_server_works_off_what_is_due_too(town: Crowd, tmp_path: Path) -> None:
    instances = [lodge(town.house).instance for _ in range(10)]
    site = Site(tmp_path, town.environ)
    site.start_server()
    try:
        town.wait(town.begun, "the server begins to work")
        town.advance(days=1)
        town.wait_until_idle()
    finally:
        assert site.server is not None
        site.server.send_signal(signal.SIGTERM)
        site.server.wait(PATIENCE)
    assert fired(town) == dict.fromkeys(instances, 2)
    assert town.begun() == 0


def test_it_waits_for_a_database_that_is_away(town: Crowd) -> None:
    """It is told so in one line, and neither ends nor spins."""
    [worker] = town.start()
    name = town.engine.url.database
    server = requires.postgres()
    postgres.run_sql(server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    with psycopg.connect(postgres.libpq_url(make_url(server)), autocommit=True) as connection:
        connection.execute(CUT.replace(":name", "%s"), [name])
    town.wait(lambda: town.log.read_text().count("begins anew") >= 2, "it notices")
    assert worker.poll() is None
    postgres.run_sql(server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    town.engine.dispose()
    instance = lodge(town.house).instance
    town.advance(days=1)
    town.wait_until_idle()
    assert fired(town) == {instance: 2}
    assert town.log.read_text().count("begins anew") < 40

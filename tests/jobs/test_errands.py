"""What a command leaves to the workers: with its own commit, once, and found again when it is lost."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from engine.commands.call_workers import CallWorkers
from engine.errors import ConcurrentChange
from engine.model.work import Job, OutboxMail
from engine.store.errands import MOST_WAITING
from tests.commands.lodging import lodge
from tests.jobs.crowd import Crowd
from tests.support.installation import installation

WAITING = "SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"


class Refusal(Exception):
    """What goes wrong after everything was written."""


def waiting(town: Crowd) -> list[str]:
    return [row[0] for row in town.sql(WAITING)]


def mail(town: Crowd, name: str, instance: str) -> OutboxMail:
    now = town.querela.now()
    return OutboxMail(name, name, instance, None, "a@b.example", "s", "b", created_at=now)


def job(town: Crowd, name: str, instance: str, **more: object) -> Job:
    now = town.querela.now()
    given = {"kind": "recount", "name": "n", "values": {}, "created_at": now, "due_at": now}
    return Job(instance=instance, id=name, **{**given, **more})  # type: ignore[arg-type]


def test_a_rollback_leaves_none(town: Crowd) -> None:
    def refused() -> None:
        with town.querela.store.begin() as unit:
            unit.outbox.add(mail(town, "m1", "i1"))
            unit.jobs.add(job(town, "j1", "i1"))
            unit.hand_over()
            raise Refusal

    with pytest.raises(Refusal):
        refused()
    assert waiting(town) == []
    assert town.sql("SELECT 1 FROM outbox") == []


def test_they_come_with_the_commit_and_not_before(town: Crowd) -> None:
    with town.querela.store.begin() as unit:
        unit.outbox.add(mail(town, "m1", "i1"))
        unit.jobs.add(job(town, "j1", "i1"))
        unit.hand_over()
        assert waiting(town) == []
    assert waiting(town) == ["mail/m1", "job/j1"]


def test_the_same_mail_or_job_again_leaves_none(town: Crowd) -> None:
    for _ in range(2):
        with town.querela.store.begin() as unit:
            unit.outbox.add(mail(town, "m1", "i1"))
            unit.jobs.add(job(town, "j1", "i1"))
    assert waiting(town) == ["mail/m1", "job/j1"]


def test_who_leaves_one_that_another_is_about_to_leave_has_lost_a_race(town: Crowd) -> None:
    """It is begun anew, and not told as a database that is away."""

    def leave() -> None:
        with town.querela.store.begin() as unit:
            unit.connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            unit.outbox.add(mail(town, "m1", "i1"))

    with closing(psycopg.connect(town.querela.store.conninfo or "")) as other:
        other.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock) "
            "VALUES ('mails', 'querela:send', 'mail/m1', 'mail/m1')"
        )
        with pytest.raises(ConcurrentChange, match="at this moment"):
            leave()
    assert town.sql("SELECT 1 FROM outbox") == []


def test_all_errands_of_an_instance_share_its_lock(town: Crowd) -> None:
    with town.querela.store.begin() as unit:
        unit.jobs.add(job(town, "j1", "i1"))
        unit.jobs.add(job(town, "j2", "i1"))
        unit.jobs.add(job(town, "j3", "i2"))
    assert town.sql("SELECT lock FROM procrastinate_jobs ORDER BY id") == [("i1",), ("i1",), ("i2",)]


def test_a_timer_has_one_when_the_installations_clock_says_so(town: Crowd) -> None:
    instance = lodge(town.house).instance
    town.sql("DELETE FROM outbox")
    town.sql("DELETE FROM procrastinate_jobs")
    assert town.querela.do(CallWorkers()) == 0
    town.advance(hours=1)
    assert town.querela.do(CallWorkers()) == 1
    assert town.querela.do(CallWorkers()) == 0
    assert waiting(town) == [instance]


def test_a_lost_queue_is_made_anew_from_the_tables(town: Crowd) -> None:
    lodged = [lodge(town.house).instance for _ in range(3)]
    with town.querela.store.begin() as unit:
        for instance in lodged:
            unit.outbox.add(mail(town, f"m-{instance}", instance))
            unit.jobs.add(job(town, f"j-{instance}", instance))
        unit.jobs.add(job(town, "j", "another"))
    town.advance(days=1)
    town.sql("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers")
    assert town.querela.do(CallWorkers()) == 7
    assert set(waiting(town)) == {*lodged, "another", *(f"mail/m-{instance}" for instance in lodged)}


def test_they_come_in_the_order_of_what_is_due(town: Crowd) -> None:
    first, second, third = (lodge(town.house).instance for _ in range(3))
    for instance, minutes in ((first, 50), (second, 30), (third, 40)):
        town.sql(
            "UPDATE instances SET next_due_at = :at WHERE id = :id",
            at=town.querela.now() - timedelta(minutes=minutes),
            id=instance,
        )
    town.sql("DELETE FROM procrastinate_jobs")
    town.querela.do(CallWorkers())
    assert [name for name in waiting(town) if "/" not in name] == [first, third, second]


def test_no_more_wait_than_the_queue_can_bear(town: Crowd) -> None:
    with town.querela.store.begin() as unit:
        for number in range(MOST_WAITING + 30):
            unit.jobs.add(job(town, f"j{number}", f"i{number}"))
    town.sql("DELETE FROM procrastinate_jobs WHERE queueing_lock < 'job/j2'")
    left = len(waiting(town))
    assert left < MOST_WAITING
    assert town.querela.do(CallWorkers()) == MOST_WAITING - left
    assert town.querela.do(CallWorkers()) == 0


def test_what_is_put_off_or_under_way_gets_none(town: Crowd) -> None:
    later = town.querela.now() + timedelta(hours=1)
    with town.querela.store.begin() as unit:
        for number, more in enumerate(({"due_at": later}, {"state": "failed", "due_at": None}, {})):
            unit.jobs.add(job(town, f"j{number}", f"i{number}", **more))
    town.sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE lock = 'i2'")
    town.sql("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    assert town.querela.do(CallWorkers()) == 0


def test_one_that_a_wrong_clock_put_far_off_is_pulled_back(town: Crowd) -> None:
    with town.querela.store.begin() as unit:
        for name in ("m1", "m2"):
            unit.outbox.add(mail(town, name, "i1"))
    put_off = (
        "UPDATE procrastinate_jobs SET scheduled_at = now() + interval '{}' WHERE queueing_lock = 'mail/{}'"
    )
    for length, name in (("5 minutes", "m1"), ("3 hours", "m2")):
        town.sql(f"{put_off.format(length, name)} RETURNING id")
    town.querela.do(CallWorkers())
    assert town.sql("SELECT queueing_lock FROM procrastinate_jobs WHERE scheduled_at > now()") == [
        ("mail/m1",)
    ]
    assert waiting(town) == ["mail/m1", "mail/m2"]


def test_the_embedded_database_has_none(tmp_path: Path) -> None:
    with installation(tmp_path) as house:
        lodge(house)
        house.clock.advance(days=1)
        assert house.querela.do(CallWorkers()) == 0
        assert type(house.querela.worker()).__name__ == "Dispatcher"

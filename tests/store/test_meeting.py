"""Messages and those who wait for them, both at the same moment, and jobs in their order."""

import threading
from dataclasses import replace

import pytest

from engine.errors import ConcurrentChange
from engine.model.step import Waiting
from engine.model.work import InboundMessage, Job
from engine.store import SqlStore
from tests.store.samples import START, hours, instance

MESSAGE = InboundMessage("x1", "reply", '"A"', {}, START)


def job(id: str, instance: str = "i1", at: float = 0) -> Job:
    return Job(instance, id, "message", "reply", {}, created_at=hours(at), due_at=hours(at))


@pytest.mark.parametrize("key", ["A", None])
def test_who_begins_to_wait_sees_a_message_that_is_just_being_kept(store: SqlStore, key: str | None) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
    kept_by_now, seen = threading.Event(), list[str]()

    def begin_to_wait() -> None:
        kept_by_now.wait()
        with store.begin() as unit:
            unit.instances.subscribe("i1", [Waiting("wait", "message", "reply", key)])
            seen.extend(found.id for found in unit.inbox.kept("reply", '"A"'))

    other = threading.Thread(target=begin_to_wait)
    other.start()
    with store.begin() as unit:
        unit.inbox.add(MESSAGE)
        assert unit.instances.subscribers("message", "reply", '"A"') == []
        kept_by_now.set()
        other.join(0.3)
        assert other.is_alive()  # it waits for this transaction's end
    other.join()
    assert seen == ["x1"]


def test_a_message_is_taken_once(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.inbox.add(MESSAGE)
    with store.begin() as unit:
        unit.inbox.take("x1", ["i1"])
    with pytest.raises(ConcurrentChange), store.begin() as unit:
        unit.inbox.take("x1", ["i2"])
    with store.read() as unit:
        found = unit.inbox.get("x1")
    assert found is not None
    assert found.delivered_to == ("i1",)


def test_jobs_of_one_instance_run_one_after_the_other(store: SqlStore) -> None:
    with store.begin() as unit:
        for made in (job("b"), job("a"), job("c", at=1), job("d", "i2", at=1)):
            assert unit.jobs.add(made)
        assert not unit.jobs.add(job("b", "i1"))
        assert unit.jobs.due(hours(2)) == ["a", "d"]
        unit.jobs.save(replace(job("a"), attempts=1, due_at=hours(5)))
        assert unit.jobs.due(hours(2)) == ["d"]  # what follows does not overtake it
        assert unit.jobs.take("a", hours(2)) is None
        unit.jobs.save(replace(job("a"), state="failed", due_at=None))
        assert unit.jobs.due(hours(2)) == ["b", "d"]
        assert unit.jobs.take("b", hours(2)) == job("b")
        assert unit.jobs.take("b", hours(2)) is None


def test_parked_jobs_wait_until_they_are_woken(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.jobs.add(replace(job("a"), state="parked", due_at=None))
        assert unit.jobs.due(hours(9)) == []
        unit.jobs.wake("i2", hours(1))
        assert unit.jobs.due(hours(9)) == []
        unit.jobs.wake("i1", hours(1))
        assert unit.jobs.due(hours(9)) == ["a"]

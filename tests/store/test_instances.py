"""Instances and what they wait for."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.errors import ConcurrentChange, NotFound
from engine.model.step import InstanceStatus, Waiting
from engine.store import SqlStore
from tests.store.samples import hours, instance


def test_it_gives_back_what_was_added(store: SqlStore) -> None:
    made = instance(
        ended_at=hours(1), next_timer_at=hours(2), next_due_at=hours(1.5), chain_length=3, chain_head="abc"
    )
    with store.begin() as unit:
        unit.instances.add(made)
    with store.read() as unit:
        assert unit.instances.get("i1") == made


def test_it_keeps_microseconds_and_the_zone(store: SqlStore) -> None:
    at = hours(0).replace(microsecond=123457)
    with store.begin() as unit:
        unit.instances.add(instance(next_due_at=at))
    with store.read() as unit:
        assert unit.instances.get("i1").next_due_at == at
        assert unit.instances.get("i1").next_due_at.utcoffset().total_seconds() == 0  # type: ignore[union-attr]


def test_it_says_that_an_instance_is_not_there(store: SqlStore) -> None:
    with store.read() as unit, pytest.raises(NotFound, match="no instance 'nobody'"):
        unit.instances.get("nobody")


def test_it_counts_writes(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
        first = unit.instances.save(replace(unit.instances.get("i1"), state=b"new"))
        second = unit.instances.save(replace(first, status=InstanceStatus.COMPLETED, ended_at=hours(3)))
    with store.read() as unit:
        assert unit.instances.get("i1") == second
    assert (first.version, second.version) == (1, 2)


def test_it_saves_an_instance_that_another_unit_has_read(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
    with store.begin() as unit:
        unit.instances.save(replace(instance(), reference="2026-000007", state=b"other"))
    with store.read() as unit:
        assert unit.instances.get("i1") == replace(
            instance(), reference="2026-000007", state=b"other", version=1
        )


def test_it_refuses_a_write_over_a_newer_version(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
        unit.instances.save(instance())
    with pytest.raises(ConcurrentChange), store.begin() as unit:
        unit.instances.save(replace(instance(), state=b"late"))
    with store.read() as unit:
        assert unit.instances.get("i1").state == instance().state


def test_it_refuses_to_save_what_is_not_there(store: SqlStore) -> None:
    with pytest.raises(NotFound), store.begin() as unit:
        unit.instances.save(instance("nobody"))


def test_it_refuses_a_second_instance_of_the_same_id(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
    with pytest.raises(ConcurrentChange), store.begin() as unit:
        unit.instances.add(instance())


def test_it_lists_what_is_due_earliest_first(store: SqlStore) -> None:
    with store.begin() as unit:
        for name, due in (("a", 3), ("b", 1), ("c", 2), ("d", 4), ("e", None)):
            unit.instances.add(instance(name, next_due_at=None if due is None else hours(due)))
        assert unit.instances.due(hours(3)) == [("b", hours(1)), ("c", hours(2)), ("a", hours(3))]
        assert unit.instances.due(hours(9), limit=1) == [("b", hours(1))]


def wait(kind: str, name: str, key: object = None, element: str = "e") -> Waiting:
    return Waiting(element, kind, name, key)


def test_it_finds_subscribers_by_name_and_key(store: SqlStore) -> None:
    with store.begin() as unit:
        for name in ("a", "b", "c"):
            unit.instances.add(instance(name))
        unit.instances.subscribe("a", [wait("message", "reply", "K1"), wait("signal", "stop")])
        unit.instances.subscribe("b", [wait("message", "reply")])
        unit.instances.subscribe("c", [wait("message", "reply", Decimal(5)), wait("message", "other", "K1")])
        found = unit.instances.subscribers
        assert found("message", "reply", '"K1"') == ["a", "b"]
        assert found("message", "reply", "5") == ["b", "c"]
        assert found("message", "reply", None) == ["b"]
        assert found("message", "reply", "null") == ["b"]
        assert found("signal", "stop", None) == ["a"]
        assert found("signal", "reply", None) == []


def test_it_keeps_the_age_of_a_subscription_that_stays(store: SqlStore) -> None:
    with store.begin() as unit:
        for name in ("a", "b"):
            unit.instances.add(instance(name))
            unit.instances.subscribe(name, [wait("message", "reply")])
    with store.begin() as unit:
        unit.instances.subscribe("a", [wait("signal", "stop"), wait("message", "reply")])
        assert unit.instances.subscribers("message", "reply", None) == ["a", "b"]
        unit.instances.subscribe("a", [])
        unit.instances.subscribe("a", [wait("message", "reply")])
        assert unit.instances.subscribers("message", "reply", None) == ["b", "a"]


def test_it_keeps_two_equal_subscriptions_of_one_instance(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
        unit.instances.subscribe("i1", [wait("message", "reply"), wait("message", "reply")])
        assert unit.instances.subscribers("message", "reply", None) == ["i1"]
        unit.instances.subscribe("i1", [wait("message", "reply")])
        assert unit.instances.subscribers("message", "reply", None) == ["i1"]
        unit.instances.subscribe("i1", [])
        assert unit.instances.subscribers("message", "reply", None) == []

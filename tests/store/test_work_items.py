"""Work items."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from engine.errors import ConcurrentChange, InvalidInput, NotFound
from engine.model.work import WorkItemState
from engine.store import SqlStore
from engine.store.tables import case_people
from engine.store.unit import SqlUnit
from tests.store.samples import hours, instance, item, open_case

DONE = {"state": WorkItemState.DONE, "closed_at": hours(2), "closed_by": "ann", "assignee": "ann"}


def test_it_gives_back_what_was_added(store: SqlStore) -> None:
    made = item(
        reference="2026-000001",
        groups=("handler", 'Zürich "north"'),
        due_at=hours(5),
        priority=7,
        milestone="assessed",
        barred=("bob", "o'neil"),
        draft={"note": "half", "sum": Decimal("10.10"), "parts": [{"a": None}]},
    )
    with store.begin() as unit:
        unit.instances.add(instance())
        unit.work_items.add([made, item(task=2)])
    with store.read() as unit:
        assert unit.work_items.get("i1-1") == made
        assert unit.work_items.get("i1-2") == item(task=2)


@pytest.mark.parametrize("id", ["i1-2", "i1", "", "-1", "i1-01", "i1-x", "i1-99999999999", "i1-١"])
def test_it_says_that_an_item_is_not_there(store: SqlStore, id: str) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
        unit.work_items.add([item()])
        with pytest.raises(NotFound):
            unit.work_items.get(id)


def test_it_refuses_an_item_that_is_not_named_by_its_instance_and_task(store: SqlStore) -> None:
    with store.begin() as unit, pytest.raises(InvalidInput):
        unit.work_items.add([replace(item(), id="another")])


def test_it_lets_one_of_two_racing_people_win(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
        unit.work_items.add([item()])
    seen = item()
    with store.begin() as unit:
        claimed = unit.work_items.save(replace(seen, assignee="ann"))
    with pytest.raises(ConcurrentChange), store.begin() as unit:
        unit.work_items.save(replace(seen, assignee="bob"))
    with store.read() as unit:
        assert unit.work_items.get("i1-1") == claimed
    assert (claimed.assignee, claimed.version) == ("ann", 1)


def test_it_lists_the_items_of_an_instance(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
        unit.instances.add(instance("i2"))
        unit.work_items.add([item(), item(task=2), item("i2", task=1)])
        unit.work_items.save(replace(item(), **DONE))
    with store.read() as unit:
        assert [i.id for i in unit.work_items.of_instance("i1")] == ["i1-2"]
        assert [i.id for i in unit.work_items.of_instance("i1", open_only=False)] == ["i1-1", "i1-2"]


def test_it_knows_who_completed_an_element(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
        unit.work_items.add([item(), item(task=2, element="decide"), item(task=3, element="other")])
        for task, login in ((1, "ann"), (2, "bob"), (3, "eve")):
            unit.work_items.save(replace(unit.work_items.get(f"i1-{task}"), **{**DONE, "closed_by": login}))
        assert unit.work_items.completed_by("i1", ["assess", "decide"]) == {"ann", "bob"}
        assert unit.work_items.completed_by("i1", []) == frozenset()
        assert unit.work_items.completed_by("i2", ["assess"]) == frozenset()


def test_it_lets_those_see_a_case_who_have_or_had_a_task_of_it(store: SqlStore) -> None:
    with store.begin() as unit:
        reference = open_case(unit)
        unit.work_items.add([item(reference=reference)])
        held = unit.work_items.save(replace(unit.work_items.get("i1-1"), assignee="ann"))
        handed = unit.work_items.save(replace(held, assignee="bob"))

        def may_see(login: str, *groups: str) -> bool:
            return unit.reads.may_see(reference, login, frozenset(groups))

        assert may_see("ann")
        assert may_see("bob")
        assert not may_see("eve")
        assert may_see("eve", "handler")
        assert not may_see("eve", "reviewer")
        unit.work_items.save(replace(handed, **{**DONE, "closed_by": "bob", "assignee": "bob"}))
        assert may_see("ann")
        assert not may_see("eve", "handler")


def test_it_notes_a_part_once_and_of_the_one_who_takes_it(store: SqlStore) -> None:
    def parts(unit: SqlUnit) -> list[str]:
        return list(unit.connection.scalars(select(case_people.c.login).order_by(case_people.c.login)))

    with store.begin() as unit:
        open_case(unit)
        unit.work_items.add([item(reference="2026-000001"), item(task=2, reference="2026-000001")])
    for task, taker in (("i1-1", "ann"), ("i1-2", "ann"), ("i1-2", "bob")):
        with store.begin() as unit:
            found = unit.work_items.get(task, "ann")
            unit.work_items.save(replace(found, assignee=taker))
    with store.read() as unit:
        assert parts(unit) == ["ann", "bob"]

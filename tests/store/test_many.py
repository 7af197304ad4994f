"""Many cases written in bulk are cases like any other."""

from pathlib import Path

import pytest

from engine.model.people import Actor
from engine.ports.reads import CaseFilter, TaskFilter
from engine.store import SqlStore
from engine.store.unit import SqlUnit
from tests.benchmarks.many import (
    BEGIN,
    FEW,
    LARGE_GROUP,
    NEWCOMER,
    SMALL_GROUP,
    STEP,
    TERM,
    fill,
    reference_of,
)
from tests.store.databases import KINDS


def groups_of(unit: SqlUnit, number: int) -> str:
    """The group for which the case's task is meant."""
    (task,) = unit.work_items.of_instance(unit.complaints.get(reference_of(number)).instance, open_only=False)
    return ", ".join(task.groups)


def seen_by(unit: SqlUnit, login: str) -> list[int]:
    """The numbers of the person's cases, whatever order shows them."""
    wanted = [CaseFilter(login=login, sort=sort, limit=500) for sort in ("received_at", "reference")]
    first, other = ([int(r.complaint.reference[5:]) for r in unit.reads.cases(w).items] for w in wanted)
    assert first == other
    return first


HANDLER = Actor("ann", groups=frozenset({LARGE_GROUP}))


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, on each of the two in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'many.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


def test_it_writes_cases_that_lists_and_commands_read(empty: str) -> None:
    fill(empty, 200, closed=50)
    store = SqlStore(empty)
    assert store.ready()
    with store.read() as unit:
        every = unit.reads.cases(CaseFilter(limit=500)).items
        assert [row.complaint.reference for row in every] == [reference_of(n) for n in range(250, 0, -1)]
        assert sum(row.complaint.status == "open" for row in every) == 200
        listed = unit.reads.tasks(TaskFilter(login="ann", groups=HANDLER.all_groups, limit=500)).items
        assert {row.item.groups for row in listed} == {(LARGE_GROUP,)}
        assert len(unit.reads.tasks(TaskFilter(login=NEWCOMER, mine=True)).items) < FEW
        assert len(unit.instances.due(BEGIN + 2 * TERM, 500)) == 200
    with store.begin() as unit:
        assert unit.complaints.next_reference(2026) == "2026-000251"
        found = unit.work_items.get(listed[0].item.id)
        assert unit.instances.get(found.instance).reference == found.reference
    store.close()


def test_it_spreads_people_groups_and_ends_evenly(empty: str) -> None:
    fill(empty, 400, closed=100)
    store = SqlStore(empty)
    with store.read() as unit:
        every = unit.reads.cases(CaseFilter(limit=500)).items
        closed = [int(row.complaint.reference[5:]) for row in every if row.complaint.status == "closed"]
        assert closed == list(range(500, 0, -5))
        assert [row.complaint.received_at for row in every[::-1]] == [BEGIN + STEP * n for n in range(1, 501)]
        assert {row.complaint.severity for row in every} == {1, 2, 3, 4, 5}
        assert sum(row.late for row in every) == sum(n % 50 == 0 for n in range(1, 501) if n not in closed)
        groups = [groups_of(unit, n) for n in range(1, 501)]
        assert groups == [SMALL_GROUP if n % 20 == 0 else LARGE_GROUP for n in range(1, 501)]
        seen = {login: seen_by(unit, login) for login in (NEWCOMER, "clerk-07", "nobody")}
    store.close()
    assert seen[NEWCOMER] == list(range(1, FEW + 1))
    assert seen["clerk-07"] == [70]
    assert seen["nobody"] == []

"""What the register is sorted by stands with all who may see a case, and stays in step with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from engine.model.work import WorkItemState
from engine.ports.reads import CaseFilter
from engine.store import SqlStore
from engine.store.tables import case_people, work_item_groups
from engine.store.unit import SqlUnit
from tests.store.samples import clock, complaint, hours, instance, item

CASE = "2026-000001"
Change = Callable[[SqlUnit], object]
Facts = tuple[str | None, datetime | None, int | None, datetime | None]


def changed(unit: SqlUnit, **facts: object) -> None:
    case = unit.complaints.get(CASE)
    unit.complaints.save(replace(case, **facts))  # type: ignore[arg-type]


def put(*clocks: tuple[str, int, bool]) -> Change:
    """Clocks by name, due hour and whether they have stopped."""

    def change(unit: SqlUnit) -> None:
        for name, due, stopped in clocks:
            stopped_at = hours(1) if stopped else None
            unit.complaints.put_clock(clock(name, reference=CASE, due_at=hours(due), stopped_at=stopped_at))

    return change


CLOSE, FIRST = ("close", 30, False), ("acknowledge", 20, False)
CHANGES: list[tuple[str, Change, Facts]] = [
    ("nothing", lambda u: None, ("open", hours(3), 2, None)),
    ("its severity", lambda u: changed(u, severity=5), ("open", hours(3), 5, None)),
    ("no severity any more", lambda u: changed(u, severity=None), ("open", hours(3), None, None)),
    ("its subject", lambda u: changed(u, subject="Other"), ("open", hours(3), 2, None)),
    ("its end", lambda u: changed(u, status="closed", closed_at=hours(9)), ("closed", hours(3), 2, None)),
    ("a clock", put(CLOSE), ("open", hours(3), 2, hours(30))),
    ("a clock that is due before", put(CLOSE, FIRST), ("open", hours(3), 2, hours(20))),
    (
        "one that has stopped",
        put(CLOSE, FIRST, ("acknowledge", 20, True)),
        ("open", hours(3), 2, hours(30)),
    ),
    ("all that have stopped", put(CLOSE, ("close", 30, True)), ("open", hours(3), 2, None)),
]


def facts(unit: SqlUnit) -> dict[str, Facts]:
    """By person and group."""
    found: dict[str, Facts] = {}
    for table, who in ((case_people, case_people.c.login), (work_item_groups, work_item_groups.c.group_name)):
        beside = (table.c.case_status, table.c.case_received_at, table.c.case_severity, table.c.case_due_at)
        rows = unit.connection.execute(select(who, *beside).where(table.c.reference == CASE))
        found |= {row[0]: tuple(row[1:]) for row in rows}
    return found


@pytest.fixture
def case(store: SqlStore) -> SqlStore:
    """A case with one task that Ann has and one that waits for reviewers; another case beside it."""
    with store.begin() as unit:
        for number in (1, 2):
            reference = f"2026-{number:06d}"
            unit.instances.add(instance(f"i{number}", reference=reference))
            unit.complaints.add(complaint(reference, instance=f"i{number}", received_at=hours(3), severity=2))
            handed = item(f"i{number}", 1, reference=reference, groups=("handler",), assignee="ann")
            waiting = item(f"i{number}", 2, reference=reference, groups=("reviewer",))
            unit.work_items.add([handed, waiting])
    return store


@pytest.mark.parametrize(
    ("change", "expected"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
def test_it_notes_what_changes(case: SqlStore, change: Change, expected: Facts) -> None:
    with case.begin() as unit:
        change(unit)
    with case.read() as unit:
        assert facts(unit) == dict.fromkeys(("ann", "handler", "reviewer"), expected)
        other = unit.reads.cases(CaseFilter(login="bob", groups=frozenset({"reviewer"}), sort="-severity"))
        assert "2026-000002" in [row.complaint.reference for row in other.items]


def test_it_takes_over_what_stands_for_whoever_comes_later(case: SqlStore) -> None:
    with case.begin() as unit:
        put(CLOSE)(unit)
        changed(unit, severity=4)
        unit.work_items.take_part(CASE, "bob")
        unit.work_items.add([item("i1", 3, reference=CASE, groups=("approver",))])
        unit.work_items.add([item("i1", 4, groups=("office",))])  # of no case
    with case.read() as unit:
        found = facts(unit)
        assert found["bob"] == found["approver"] == found["ann"] == ("open", hours(3), 4, hours(30))
        assert "office" not in found


def test_it_forgets_a_group_whose_tasks_are_done_but_not_who_did_them(case: SqlStore) -> None:
    with case.begin() as unit:
        task = unit.work_items.get("i1-2")
        unit.work_items.save(replace(task, state=WorkItemState.DONE, assignee="eve", closed_by="eve"))
    with case.read() as unit:
        assert set(facts(unit)) == {"ann", "eve", "handler"}


def test_it_shows_a_case_once_however_many_ways_lead_to_it(case: SqlStore) -> None:
    with case.begin() as unit:
        more = [item("i1", number, reference=CASE, groups=("handler", "reviewer")) for number in range(3, 90)]
        unit.work_items.add(more)
    with case.read() as unit:
        for sort in ("-received_at", "reference", "-severity", "next_clock_due_at"):
            wanted = CaseFilter(login="ann", groups=frozenset({"handler", "reviewer"}), sort=sort, limit=2)
            found = unit.reads.cases(wanted)
            assert sorted(row.complaint.reference for row in found.items) == [CASE, "2026-000002"]
            assert found.next is None

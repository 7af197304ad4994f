"""What is true of everybody's own register between two commands: it shows what a look at all tasks gives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from engine.model.complaint import Complaint
from engine.model.work import WorkItem, WorkItemState
from engine.ports.reads import CaseFilter
from engine.ports.store import Unit
from engine.store.tables import case_people, work_item_groups
from engine.store.unit import SqlUnit

LAST = datetime(9999, 1, 1, tzinfo=UTC)
Facts = tuple[str, datetime, int | None, datetime | None]


def troubles_of_sight(unit: Unit, instances: dict[str, str]) -> Iterator[str]:
    """`instances`: all of them by id, with the reference of their case."""
    cases = {reference: unit.complaints.get(reference) for reference in instances.values()}
    facts = {reference: _facts(unit, complaint) for reference, complaint in cases.items()}
    items = [i for each in instances for i in unit.work_items.of_instance(each, open_only=False)]
    yield from _out_of_step(unit, facts, items)
    yield from _other_register(unit, facts, items)


def _facts(unit: Unit, case: Complaint) -> Facts:
    running = [c.due_at for c in unit.complaints.clocks(case.reference) if c.stopped_at is None]
    return case.status, case.received_at, case.severity, min(running, default=None)


def _open(items: list[WorkItem]) -> list[WorkItem]:
    return [item for item in items if item.state is WorkItemState.OPEN]


def _out_of_step(unit: Unit, facts: dict[str, Facts], items: list[WorkItem]) -> Iterator[str]:
    assert isinstance(unit, SqlUnit)
    beside = ("reference", "case_status", "case_received_at", "case_severity", "case_due_at")
    listed = select(work_item_groups.c.group_name, *(work_item_groups.c[name] for name in beside))
    people = select(case_people.c.login, *(case_people.c[name] for name in beside))
    parts, groups = set(), []
    for who, reference, *found in unit.connection.execute(listed):
        groups.append((reference, who))
        if tuple(found) != facts[reference]:
            yield f"{reference} is {facts[reference]}, beside the group {who} stands {found}"
    for who, reference, *found in unit.connection.execute(people):
        parts.add((reference, who))
        if tuple(found) != facts[reference]:
            yield f"{reference} is {facts[reference]}, beside {who} stands {found}"
    waiting = [(str(item.reference), group) for item in _open(items) for group in item.groups]
    if sorted(groups) != sorted(waiting):
        yield f"on the lists of groups stand {sorted(groups)}, open are {sorted(waiting)}"
    had = {(str(item.reference), who) for item in items for who in (item.assignee, item.closed_by) if who}
    if not had <= parts:
        yield f"{sorted(had - parts)} had tasks and may not see their cases"


def _other_register(unit: Unit, facts: dict[str, Facts], items: list[WorkItem]) -> Iterator[str]:
    """The list of somebody of all groups, who has done nothing, first due first."""
    groups = frozenset(group for item in items for group in item.groups)
    own = {str(item.reference) for item in _open(items) if item.groups}
    wanted = sorted(own, key=lambda reference: (facts[reference][3] or LAST, reference))
    asked = CaseFilter(login="nobody", groups=groups, sort="next_clock_due_at", limit=max(2, len(own) // 9))
    page = unit.reads.cases(asked)
    shown = [row.complaint.reference for row in page.items]
    while page.next is not None:
        page = unit.reads.cases(replace(asked, cursor=page.next))
        shown += [row.complaint.reference for row in page.items]
    if shown != wanted:
        yield f"the register of {sorted(groups)} shows {shown} instead of {wanted}"

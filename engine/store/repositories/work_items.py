"""Work items, the groups on whose lists they stand, and who has had a part in a case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, exists, insert, select, update

from engine.errors import InvalidInput, NotFound
from engine.model.work import WorkItem, WorkItemState
from engine.store.prepared import Prepared
from engine.store.repositories import sight
from engine.store.search import fold
from engine.store.statements import Differing, Guarded
from engine.store.tables import case_people, work_item_groups, work_items

NO_DUE = datetime(9999, 12, 31, tzinfo=UTC)
"""Where an item without a due moment stands in the order of a list: behind all others."""

_SAME = (
    "task",
    "element",
    "name",
    "form",
    "reference",
    "groups",
    "opened_at",
    "assignee",
    "due_at",
    "priority",
    "milestone",
    "barred",
    "draft",
    "closed_at",
    "closed_by",
    "version",
)
_STORED = (*_SAME, "state")
_MADE = ("due_order", "urgency", "search")
_MADE_OF = frozenset({"due_at", "priority", "name", "reference"})
"""Of what these columns are made."""
_LISTED = frozenset({"state", "assignee", "due_at", "priority", "groups", "barred"})

_SAVE = Guarded(work_items, "work item")
_differing = Differing(_STORED)
_ADD = Prepared(insert(work_items))
_HERE = (work_items.c.instance_id == bindparam("instance"), work_items.c.task == bindparam("task"))
_HAS_PART = exists().where(
    case_people.c.login == bindparam("who"), case_people.c.reference == work_items.c.reference
)
_GET = Prepared(select(work_items, _HAS_PART.label("has_part")).where(*_HERE))
_OF_INSTANCE = (
    select(work_items).where(work_items.c.instance_id == bindparam("instance")).order_by(work_items.c.task)
)
_OPEN = _OF_INSTANCE.where(work_items.c.state == WorkItemState.OPEN.value)


@cache
def _completed_by(elements: int) -> Prepared:
    """Who has completed any of so many elements."""
    return Prepared(
        select(work_items.c.closed_by)
        .where(
            work_items.c.instance_id == bindparam("instance"),
            work_items.c.element.in_([bindparam(f"element_{number}") for number in range(elements)]),
            work_items.c.closed_by.is_not(None),  # of those that were completed: an index holds just these
        )
        .distinct()
    )


_LISTED_HERE = (
    work_item_groups.c.instance_id == bindparam("instance"),
    work_item_groups.c.task == bindparam("listed_task"),
)
_UNLIST = Prepared(delete(work_item_groups).where(*_LISTED_HERE))
_MARK = update(work_item_groups).where(*_LISTED_HERE).values(claimed=bindparam("new_claimed"))


class SqlWorkItems:
    """Rows of `work_items`, `work_item_groups` and `case_people`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[str, WorkItem] = {}
        self._parts: set[tuple[str | None, str]] = set()  #: case and login of whom it is noted already

    def add(self, items: Iterable[WorkItem]) -> None:
        new = list(items)
        if not new:
            return
        for item in new:
            if item.id != f"{item.instance}-{item.task}":
                raise InvalidInput(f"Expected work item '{item.id}' to be named by its instance and task")
        _ADD.run_all(self._connection, [to_row(item) for item in new])
        rows = [row for item in new for row in listed(item)]
        sight.on_lists(self._connection, rows)
        for item in new:
            self._take_part(item, None)
            self._read[item.id] = item

    def get(self, item: str, who: str = "") -> WorkItem:
        instance, _, task = item.rpartition("-")
        # What is no small number cannot be the number of a task, and would not fit the column.
        row = None
        if task.isascii() and task.isdecimal() and len(task) < 10:
            row = _GET.first(self._connection, {"instance": instance, "task": int(task), "who": who})
        found = None if row is None else _of_values(row)
        if found is None or found.id != item:
            raise NotFound(f"There is no work item '{item}'")
        self._read[item] = found
        if row and row["has_part"]:
            self._parts.add((found.reference, who))
        return found

    def save(self, item: WorkItem) -> WorkItem:
        before = self._read.get(item.id)
        changed = to_row(item) if before is None else _changed(before, item)
        keys = {"instance_id": item.instance, "task": item.task}
        _SAVE.save(self._connection, item.version, keys, changed)
        self._list(item, _LISTED & changed.keys())
        self._take_part(item, before)
        saved = replace(item, version=item.version + 1)
        self._read[item.id] = saved
        return saved

    def of_instance(self, instance: str, *, open_only: bool = True) -> Sequence[WorkItem]:
        rows = self._connection.execute(_OPEN if open_only else _OF_INSTANCE, {"instance": instance})
        return [self._remember(row) for row in rows]

    def completed_by(self, instance: str, elements: Iterable[str]) -> frozenset[str]:
        wanted = {f"element_{number}": element for number, element in enumerate(sorted(set(elements)))}
        if not wanted:
            return frozenset()
        rows = _completed_by(len(wanted)).all(self._connection, {"instance": instance, **wanted})
        return frozenset(row["closed_by"] for row in rows)

    def _remember(self, row: Row[Any]) -> WorkItem:
        found = of_row(row)
        self._read[found.id] = found
        return found

    def _list(self, item: WorkItem, changed: frozenset[str]) -> None:
        """Keep the lists of the groups in step with what of the item has changed."""
        if not changed:
            return
        here = {"instance": item.instance, "listed_task": item.task}
        if changed == {"assignee"} and item.state is WorkItemState.OPEN:
            self._connection.execute(_MARK, {**here, "new_claimed": item.assignee is not None})
            return
        _UNLIST.run(self._connection, here)
        sight.on_lists(self._connection, listed(item))

    def _take_part(self, item: WorkItem, before: WorkItem | None) -> None:
        """Note who has, or has closed, a task of a case: they may see it from then on."""
        known = {before.assignee, before.closed_by} if before else set()
        if item.reference is None:
            return
        for login in sorted({item.assignee or "", item.closed_by or ""} - {"", *known}):
            if (item.reference, login) not in self._parts:
                self.take_part(item.reference, login)

    def take_part(self, reference: str, login: str) -> None:
        sight.take_part(self._connection, reference, login)


def to_row(item: WorkItem) -> dict[str, object]:
    """The item as its row."""
    row: dict[str, object] = {name: getattr(item, name) for name in _SAME}
    row |= {"instance_id": item.instance, "state": item.state.value}
    row |= {"due_order": item.due_at or NO_DUE, "urgency": -item.priority}
    row["search"] = fold(f"{item.name} {item.reference or ''}")
    return row


def _changed(before: WorkItem, item: WorkItem) -> dict[str, object]:
    """The columns in which the item's row is another than before."""
    found: dict[str, object] = _differing(before, item)
    if "state" in found:
        found["state"] = item.state.value
    if not _MADE_OF.isdisjoint(found):
        row = to_row(item)
        found |= {name: row[name] for name in _MADE}
    return found


def of_row(row: Row[Any]) -> WorkItem:
    """The row as an item; the row may hold more columns."""
    return _of_values(row._asdict())


def _of_values(values: Mapping[str, Any]) -> WorkItem:
    return WorkItem(
        id=f"{values['instance_id']}-{values['task']}",
        instance=values["instance_id"],
        state=WorkItemState(values["state"]),
        **{name: values[name] for name in _SAME},
    )


def listed(item: WorkItem) -> list[dict[str, object]]:
    """The item's rows on the lists of its groups: none once it is closed."""
    if item.state is not WorkItemState.OPEN:
        return []
    row = {
        "instance_id": item.instance,
        "task": item.task,
        "reference": item.reference,
        "claimed": item.assignee is not None,
        "due_order": item.due_at or NO_DUE,
        "urgency": -item.priority,
        "opened_at": item.opened_at,
        "barred": item.barred or None,
    }
    return [{**row, "group_name": group} for group in dict.fromkeys(item.groups)]

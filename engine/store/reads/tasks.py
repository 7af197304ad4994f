"""The tasklist. A page is merged from the heads of few index ranges: one's own items, and each group's."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union,
    union_all,
)

from engine.model.work import WorkItemState
from engine.ports.reads import MOST_COUNTED, Page, TaskFilter, TaskRow
from engine.store import cursors, records
from engine.store.reads.narrowing import REFERENCE, text_of
from engine.store.repositories.work_items import of_row
from engine.store.search import fold, pattern
from engine.store.tables import complaints, work_item_groups, work_items
from engine.store.tables.process import ORDER

_SHAPE = (datetime, int, datetime, str, int)
LOOKED = 5_000
"""So many items of each range are looked at for one page where words have to be found in texts."""
_OPEN, _DONE = WorkItemState.OPEN.value, WorkItemState.DONE.value

Branch = Select[Any]


@dataclass(frozen=True, slots=True)
class _Part:
    """One index range of the list: where it is read from, and what holds there."""

    table: Any
    conditions: tuple[ColumnElement[bool], ...]


def page(connection: Connection, wanted: TaskFilter) -> Page[TaskRow]:
    """A page of work items, due first (none due last), then by priority and age."""
    parts = _parts(wanted)
    if not parts:
        return Page(())
    limit = cursors.clamp(wanted.limit)
    end = _end(connection, parts, wanted)
    heads = [_head(part, wanted, end).limit(limit + 1) for part in parts]
    keys = _union(heads).subquery("listed")
    statement = (
        select(
            work_items,
            complaints.c.subject.label("case_subject"),
            complaints.c.received_at.label("case_received_at"),
            complaints.c.severity.label("case_severity"),
            complaints.c.priority.label("case_priority"),
        )
        .select_from(keys)
        .join(
            work_items, and_(keys.c.instance_id == work_items.c.instance_id, keys.c.task == work_items.c.task)
        )
        .outerjoin(complaints, complaints.c.reference == work_items.c.reference)
        .order_by(*(keys.c[name] for name in ORDER))
        .limit(limit + 1)
    )
    rows = connection.execute(statement).all()
    shown = rows[:limit]
    ticked = records.ticked(connection, (r.reference for r in shown if r.reference))
    items = [_task_row(r, frozenset(ticked.get(r.reference, ()))) for r in shown]
    if len(rows) > limit:
        end = tuple(shown[-1]._mapping[name] for name in ORDER)
    return Page(items, None if end is None else cursors.written(end))


def _end(connection: Connection, parts: list[_Part], wanted: TaskFilter) -> tuple[Any, ...] | None:
    """Where a search for words stops for this page: LOOKED items on in the range that ends there first.

    None: it can go through all of every range, or an index tells what is wanted.
    """
    if not _words(wanted.text):
        return None
    looked = (_range(part, wanted).offset(LOOKED - 1).limit(1) for part in parts)
    ends = connection.execute(union_all(*(select(*each.subquery().c) for each in looked))).all()
    return min((tuple(end) for end in ends), default=None)


def _union(heads: list[Branch]) -> Any:
    branches = [select(*head.subquery().c) for head in heads]
    return union(*branches) if len(branches) > 1 else branches[0]


def _task_row(row: Any, flags: frozenset[str]) -> TaskRow:
    return TaskRow(
        of_row(row), row.case_subject, row.case_received_at, row.case_severity, row.case_priority, flags
    )


def counts(connection: Connection, login: str, groups: frozenset[str], at: datetime) -> dict[str, int]:
    """Open items by `mine`, `group` (unclaimed), `late`, and `today`: still due on the day of `at`.

    Each is counted through an index as far as MOST_COUNTED, and is one more where there are more.
    """
    midnight = datetime.combine(at.date() + timedelta(days=1), datetime.min.time(), at.tzinfo)
    own = _parts(TaskFilter(login=login, mine=True))
    waiting = _waiting(TaskFilter(groups=groups), login)
    wanted: dict[str, tuple[list[_Part], datetime | None, datetime | None]] = {
        "mine": (own, None, None),
        "group": (waiting, None, None),
        "late": (own + waiting, None, at),
        "today": (own + waiting, at, midnight),
    }
    row = connection.execute(select(*(_count(*each).label(name) for name, each in wanted.items()))).one()
    return {name: int(number) for name, number in row._mapping.items()}


def _count(parts: list[_Part], since: datetime | None, until: datetime | None) -> ColumnElement[int]:
    """How many items these ranges hold together, an item on several lists counted once."""
    if not parts:
        return literal(0)
    heads = []
    for part in parts:
        item = select(part.table.c.instance_id, part.table.c.task).where(
            *part.conditions, *_due(part.table, since, until)
        )
        head = item.limit(MOST_COUNTED + 1).subquery()
        heads.append(select(*head.c))
    found = (union(*heads) if len(heads) > 1 else heads[0]).limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def _due(table: Any, since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    made = []
    if since is not None:
        made.append(table.c.due_order >= since)
    if until is not None:
        made.append(table.c.due_order < until)
    return made


def _parts(wanted: TaskFilter) -> list[_Part]:
    """The index ranges that together hold everything wanted, before the conditions common to all."""
    if wanted.mine and wanted.login is None:
        return []
    states = [_OPEN, _DONE] if wanted.state is None else [wanted.state]
    if wanted.login is not None:
        own = [_in_state(state, wanted, work_items.c.assignee == wanted.login) for state in states]
        return own if wanted.mine or _OPEN not in states else own + _waiting(wanted, wanted.login)
    if wanted.group is not None and states == [_OPEN]:
        listed = work_item_groups.c
        return [
            _Part(work_item_groups, (listed.group_name == wanted.group, listed.claimed.is_(claimed)))
            for claimed in (False, True)
        ]
    return [_in_state(state, wanted) for state in states]


def _in_state(state: str, wanted: TaskFilter, *conditions: ColumnElement[bool]) -> _Part:
    group: Sequence[ColumnElement[bool]] = ()
    if wanted.group is not None:
        group = (_names(work_items.c.groups, wanted.group),)
    return _Part(work_items, (work_items.c.state == state, *conditions, *group))


def _waiting(wanted: TaskFilter, login: str) -> list[_Part]:
    """Unclaimed items, from the list of each of the person's groups."""
    groups = wanted.groups if wanted.group is None else wanted.groups & {wanted.group}
    listed = work_item_groups.c
    return [
        _Part(
            work_item_groups,
            (listed.group_name == group, listed.claimed.is_(False), _not_barred(listed.barred, login)),
        )
        for group in sorted(groups)
    ]


def _range(part: _Part, wanted: TaskFilter) -> Branch:
    """The order values of a range, behind the cursor."""
    order = [part.table.c[name] for name in ORDER]
    statement = select(*order).where(*part.conditions, *_due(part.table, wanted.due_from, wanted.due_before))
    references = [word for word in fold(wanted.text).split() if REFERENCE.fullmatch(word)]
    for reference in (*references, *([] if wanted.reference is None else [wanted.reference])):
        statement = statement.where(part.table.c.reference == reference)
    if wanted.cursor is not None:
        statement = statement.where(cursors.behind(order, cursors.read(wanted.cursor, _SHAPE)))
    return statement.order_by(*order)


def _head(part: _Part, wanted: TaskFilter, end: tuple[Any, ...] | None) -> Branch:
    """What is wanted of a range, as far as the end."""
    statement = _range(part, wanted).where(*_text(part.table, wanted.text))
    if end is None:
        return statement
    return statement.where(~cursors.behind([part.table.c[name] for name in ORDER], end))


def _words(text: str) -> list[str]:
    """Words to be looked for in texts: all but references, which an index tells."""
    return [word for word in fold(text).split() if not REFERENCE.fullmatch(word)]


def _text(table: Any, text: str) -> list[ColumnElement[bool]]:
    """Each word stands in the item's name or in its case's search text."""
    item = work_items.alias("searched")
    here = and_(item.c.instance_id == table.c.instance_id, item.c.task == table.c.task)
    own = select(item.c.search).where(here).scalar_subquery()
    found = [(pattern(word), text_of(table.c.reference)) for word in _words(text)]
    return [or_(own.like(p, escape="!"), case.like(p, escape="!")) for p, case in found]


def _not_barred(column: ColumnElement[Any], login: str) -> ColumnElement[bool]:
    return or_(column.is_(None), ~_names(column, login))


def _names(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether a stored list of names holds this one."""
    written = json.dumps(name, ensure_ascii=False)
    for special in "!%_":
        written = written.replace(special, f"!{special}")
    return func.coalesce(type_coerce(column, Text), "").like(f"%{written}%", escape="!")

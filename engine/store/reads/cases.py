"""The register: pages, counts, and who may see a case."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from engine.errors import InvalidInput
from engine.ports.reads import MOST_COUNTED, CaseFilter, CaseRow, Page
from engine.store import cursors, records
from engine.store.repositories.complaints import of_row
from engine.store.repositories.work_items import NO_DUE
from engine.store.search import patterns
from engine.store.tables import case_people, case_texts, clocks, complaints, milestones, work_item_groups
from engine.store.types import UtcDateTime

_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LATE = and_(clocks.c.stopped_at.is_(None), clocks.c.breached_at.is_not(None))
_NEXT_DUE = (
    select(func.min(clocks.c.due_at))
    .where(clocks.c.reference == complaints.c.reference, clocks.c.stopped_at.is_(None))
    .scalar_subquery()
)

c = complaints.c
SORTS: dict[str, tuple[ColumnElement[Any], type]] = {
    "reference": (c.reference, str),
    "received_at": (c.received_at, datetime),
    "recorded_at": (c.recorded_at, datetime),
    "closed_at": (func.coalesce(c.closed_at, literal(_FIRST, UtcDateTime)), datetime),
    "next_clock_due_at": (func.coalesce(_NEXT_DUE, literal(NO_DUE, UtcDateTime)), datetime),
    "severity": (func.coalesce(c.severity, 0), int),
    "priority": (func.coalesce(c.priority, ""), str),
    "status": (c.status, str),
    "category": (c.category, str),
    "product": (c.product, str),
    "channel": (c.channel, str),
    "kind": (c.kind, str),
    "subject": (c.subject, str),
    "outcome": (func.coalesce(c.outcome, ""), str),
    "owner": (func.coalesce(c.owner, ""), str),
}
"""By what the register can be sorted; `-` before the name turns the order round."""


def page(connection: Connection, wanted: CaseFilter) -> Page[CaseRow]:
    """A page of the register: one statement for the entries, one for what stands around them.

    Raises:
        InvalidInput: there is no such sort, or the cursor is of another list.
    """
    limit = cursors.clamp(wanted.limit)
    column, kind = _sort(wanted.sort.removeprefix("-"))
    order = [column.label("sorted_by")] if column is not c.reference else []
    columns: list[ColumnElement[Any]] = [column, c.reference] if order else [c.reference]
    shape = (kind, str) if order else (str,)
    down = wanted.sort.startswith("-")
    statement = select(complaints, *order).where(*_conditions(wanted))
    if wanted.cursor is not None:
        compare: Callable[..., ColumnElement[bool]] = cursors.before if down else cursors.behind
        statement = statement.where(compare(columns, cursors.read(wanted.cursor, shape)))
    directed = [each.desc() if down else each.asc() for each in columns]
    rows = connection.execute(statement.order_by(*directed).limit(limit + 1)).all()
    shown = rows[:limit]
    around = _around(connection, [row.reference for row in shown])
    ticked = records.ticked(connection, around)
    items = [CaseRow(of_row(row, ticked.get(row.reference, {})), *around[row.reference]) for row in shown]
    if len(rows) <= limit:
        return Page(items)
    last = shown[-1]
    return Page(items, cursors.written([last.sorted_by, last.reference] if order else [last.reference]))


def counts(connection: Connection) -> dict[str, int]:
    """Cases by status, and `late`; each is counted as far as MOST_COUNTED, and is one more where more are."""
    ranges = {
        "open": select(c.reference).where(c.status == "open"),
        "closed": select(c.reference).where(c.status == "closed"),
        "late": select(clocks.c.reference).where(_LATE).distinct(),
    }
    numbers = (
        select(func.count())
        .select_from(each.limit(MOST_COUNTED + 1).subquery())
        .scalar_subquery()
        .label(name)
        for name, each in ranges.items()
    )
    return {name: int(n) for name, n in connection.execute(select(*numbers)).one()._mapping.items()}


def may_see(connection: Connection, reference: str, login: str, groups: frozenset[str]) -> bool:
    """Whether the person has or had a task of the case, or a task of one of the groups is open in it."""
    return bool(connection.execute(select(_seen_by(literal(reference), login, groups))).scalar())


def _sort(name: str) -> tuple[ColumnElement[Any], type]:
    found = SORTS.get(name)
    if found is None:
        raise InvalidInput(f"The register cannot be sorted by '{name}', only by {', '.join(sorted(SORTS))}")
    return found


def _conditions(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    """What an entry must fulfil."""
    made: list[ColumnElement[bool]] = [_found_by(p) for p in patterns(wanted.text)]
    for name in ("status", "category", "channel", "kind", "outcome", "owner"):
        value = getattr(wanted, name)
        if value is not None:
            made.append(c[name] == value)
    if wanted.received_from is not None:
        made.append(c.received_at >= wanted.received_from)
    if wanted.received_to is not None:
        made.append(c.received_at < wanted.received_to)
    if wanted.late:
        made.append(c.reference.in_(select(clocks.c.reference).where(_LATE)))
    if wanted.login is not None:
        made.append(_seen_by(c.reference, wanted.login, wanted.groups))
    return made


def _found_by(pattern: str) -> ColumnElement[bool]:
    return exists().where(
        case_texts.c.reference == c.reference, case_texts.c.search.like(pattern, escape="!")
    )


def _seen_by(reference: ColumnElement[str], login: str, groups: frozenset[str]) -> ColumnElement[bool]:
    had = exists().where(case_people.c.login == login, case_people.c.reference == reference)
    listed = work_item_groups.c
    open_ = exists().where(listed.reference == reference, listed.group_name.in_(sorted(groups)))
    return or_(had, open_) if groups else had


def _around(
    connection: Connection, references: Sequence[str]
) -> dict[str, tuple[dict[str, datetime], str | None, datetime | None, bool]]:
    """Milestones, next clock with its due moment, and lateness of each case, by one statement."""
    if not references:
        return {}
    reached = select(
        milestones.c.reference, literal("milestone"), milestones.c.milestone, milestones.c.at, null()
    ).where(milestones.c.reference.in_(references))
    running = select(
        clocks.c.reference, literal("clock"), clocks.c.name, clocks.c.due_at, clocks.c.breached_at
    ).where(clocks.c.reference.in_(references), clocks.c.stopped_at.is_(None))
    found: dict[str, tuple[dict[str, datetime], list[tuple[datetime, str]], list[bool]]] = {
        reference: ({}, [], []) for reference in references
    }
    for reference, what, name, at, breached_at in connection.execute(union_all(running, reached)):
        reached_at, due, late = found[reference]
        if what == "milestone":
            reached_at[name] = at
        else:
            due.append((at, name))
            late.append(breached_at is not None)
    return {reference: _summed(*parts) for reference, parts in found.items()}


def _summed(
    reached: dict[str, datetime], due: list[tuple[datetime, str]], late: list[bool]
) -> tuple[dict[str, datetime], str | None, datetime | None, bool]:
    at, name = min(due, default=(None, None))
    return reached, name, at, any(late)

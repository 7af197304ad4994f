"""The register: pages, counts, and who may see a case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, literal, null, select, union_all

from engine.ports.reads import MOST_COUNTED, CaseFilter, CaseRow, Page
from engine.store import cursors, records
from engine.store.reads.narrowing import EQUAL, RECEIVED, Narrowing, few, narrowings, seen_by
from engine.store.reads.orders import Stretch, stretches
from engine.store.reads.own import Own
from engine.store.reads.ways import Way
from engine.store.repositories.complaints import of_row
from engine.store.tables import clocks, complaints, milestones

_LATE = and_(clocks.c.stopped_at.is_(None), clocks.c.breached_at.is_not(None))

c = complaints.c


def page(connection: Connection, wanted: CaseFilter) -> Page[CaseRow]:
    """A page of the register. It may be short, or empty, though more is behind it.

    Raises:
        InvalidInput: there is no such sort, or the cursor is of another list.
    """
    found = _Found(cursors.clamp(wanted.limit))
    ordered, down = stretches(wanted.sort, wanted.cursor)
    conditions = narrowings(wanted)
    own = None if wanted.login is None else Own(wanted)
    left = [each for each in conditions if own is None or each.name not in own.tells(ordered[0])]
    served = _served(wanted.sort, left) if own is None else not left
    narrowed = None if served else few(connection, left)
    cursor = wanted.cursor
    for stretch in ordered if narrowed is None or narrowed else ():
        told = conditions if narrowed is not None else left
        way = Way(connection, stretch, down, cursor, told, own)
        if narrowed is not None:
            found.add(stretch, way.among(narrowed, found.missing))
        elif served and (own or not stretch.also):
            found.add(stretch, way.straight(found.missing))
        else:
            rows, end = way.stepwise(found.missing)
            found.add(stretch, rows)
            if end is not None:
                return Page(_shown(connection, found.shown), end)
        if found.missing == 0:
            break
        cursor = None
    return Page(_shown(connection, found.shown), found.next())


class _Found:
    """The rows of a page, each with the stretch it comes from, and one more to tell that there are more."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rows: list[tuple[Stretch, Any]] = []

    @property
    def missing(self) -> int:
        return self._limit + 1 - len(self._rows)

    @property
    def shown(self) -> list[Any]:
        return [row for _stretch, row in self._rows[: self._limit]]

    def add(self, stretch: Stretch, rows: Sequence[Any]) -> None:
        self._rows += [(stretch, row) for row in rows]

    def next(self) -> str | None:
        if self.missing > 0:
            return None
        stretch, last = self._rows[self._limit - 1]
        return stretch.written(last)


def _served(sort: str, conditions: Sequence[Narrowing]) -> bool:
    """Whether one index has both the order and all that is asked for."""
    names = {condition.name for condition in conditions}
    if sort.removeprefix("-") != "received_at":
        return not names
    return len(names - RECEIVED) <= 1 and names <= RECEIVED | set(EQUAL)


def _shown(connection: Connection, rows: Sequence[Any]) -> list[CaseRow]:
    around = _around(connection, [row.reference for row in rows])
    ticked = records.ticked(connection, around)
    return [CaseRow(of_row(row, ticked.get(row.reference, {})), *around[row.reference]) for row in rows]


def counts(connection: Connection) -> dict[str, int]:
    """Cases by status, and `late`; each is counted as far as MOST_COUNTED, and is one more where more are."""
    ranges = {
        "open": select(c.reference).where(c.status == "open"),
        "closed": select(c.reference).where(c.status == "closed"),
        "late": select(clocks.c.reference).where(_LATE).distinct().order_by(clocks.c.reference),
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
    return bool(connection.execute(select(seen_by(literal(reference), login, groups))).scalar())


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

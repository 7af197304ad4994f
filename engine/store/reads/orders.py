"""Orders of the register, each read from an index: no page is sorted out of all cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import NoneType
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, or_

from engine.errors import InvalidInput
from engine.store import cursors
from engine.store.tables import clocks, complaints

c = complaints.c


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the register in order: cases for which `where` holds, by `columns`, last the reference.

    `where` is told by the index that the order is read from, `also` has to be looked up case by case.
    `bare`: the cases that have no value to be sorted by, by their reference alone. `own`: the order of
    CASE_ORDERS in which one person's cases of the stretch stand.
    """

    columns: tuple[ColumnElement[Any], ...]
    shape: tuple[type, ...]
    own: str
    source: FromClause = complaints
    where: tuple[ColumnElement[bool], ...] = ()
    also: tuple[ColumnElement[bool], ...] = ()
    bare: bool = False
    null: ColumnElement[Any] | None = None  #: what a bare stretch has none of, where an index tells

    def ordered(self, down: bool) -> list[ColumnElement[Any]]:
        """What to sort by; a column without values in front, for PostgreSQL would not use its index else."""
        columns = self.columns if self.null is None else (self.null, *self.columns)
        return [column.desc() if down else column for column in columns]

    def written(self, row: Any) -> str:
        """The cursor that stands for a row of the stretch, selected with its columns in front."""
        values = list(row[: len(self.columns)])
        return cursors.written([None, *values] if self.bare else values)

    def behind(
        self, cursor: str, down: bool, columns: Sequence[ColumnElement[Any]] | None = None
    ) -> ColumnElement[bool]:
        """The condition that a row stands behind the cursor; `columns`: the same ones of another table."""
        values = cursors.read(cursor, (NoneType, *self.shape) if self.bare else self.shape)
        compare = cursors.before if down else cursors.behind
        return compare(columns or self.columns, values[1:] if self.bare else values)

    def holds(self, cursor: str) -> bool:
        """Whether the cursor is of this stretch."""
        try:
            cursors.read(cursor, (NoneType, *self.shape) if self.bare else self.shape)
        except InvalidInput:
            return False
        return True


_other = clocks.alias("other")
_RUNS = and_(clocks.c.reference == c.reference, clocks.c.stopped_at.is_(None))
_FIRST = ~exists().where(
    _other.c.reference == clocks.c.reference,
    _other.c.stopped_at.is_(None),
    or_(
        _other.c.due_at < clocks.c.due_at,
        and_(_other.c.due_at == clocks.c.due_at, _other.c.name < clocks.c.name),
    ),
)

SORTS: dict[str, tuple[Stretch, ...]] = {
    "reference": (Stretch((c.reference,), (str,), "reference"),),
    "received_at": (Stretch((c.received_at, c.reference), (datetime, str), "received"),),
    "severity": (
        Stretch(
            (c.reference,), (str,), "severity", where=(c.severity.is_(None),), bare=True, null=c.severity
        ),
        Stretch((c.severity, c.reference), (int, str), "severity", where=(c.severity.is_not(None),)),
    ),
    "next_clock_due_at": (
        Stretch(
            (clocks.c.due_at, clocks.c.reference),
            (datetime, str),
            "due",
            source=clocks.join(complaints, c.reference == clocks.c.reference),
            where=(clocks.c.stopped_at.is_(None), _FIRST),
        ),
        Stretch((c.reference,), (str,), "due", also=(~exists().where(_RUNS),), bare=True),
    ),
}
"""By what the register can be sorted: its stretches as they ascend; `-` before the name turns it round."""


def stretches(sort: str, cursor: str | None) -> tuple[Sequence[Stretch], bool]:
    """The stretches of that order from the cursor on, the first first, and whether it descends.

    Raises:
        InvalidInput: there is no such order, or the cursor is of another list.
    """
    name = sort.removeprefix("-")
    down = name != sort
    found = SORTS.get(name)
    if found is None:
        raise InvalidInput(f"The register cannot be sorted by '{name}', only by {', '.join(sorted(SORTS))}")
    ordered = found[::-1] if down else found
    if cursor is None:
        return ordered, down
    for number, stretch in enumerate(ordered):
        if stretch.holds(cursor):
            return ordered[number:], down
    raise InvalidInput("The cursor is not one that this list gave")

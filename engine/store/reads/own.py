"""A person's own cases in an order of the register: merged from the heads of a few index ranges.

One may see the cases in which one has or had a task, and those in which a task of one's groups is open. These
are a range of an index for each group and status, in the order that is asked for: a page takes as long among
a million cases as among a hundred.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select, union

from engine.ports.reads import CaseFilter
from engine.store.reads.narrowing import STATUSES
from engine.store.reads.orders import Stretch
from engine.store.tables import case_people, work_item_groups
from engine.store.tables.process import CASE_ORDERS


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody may see of the register, of what is wanted."""

    wanted: CaseFilter

    def tells(self, stretch: Stretch) -> frozenset[str]:
        """The conditions of the filter that the ranges themselves fulfil."""
        received = ("received_from", "received_to") if stretch.own == "received" else ()
        return frozenset(("seen", "status", *received))

    def first(self, stretch: Stretch, down: bool, cursor: str | None, limit: int) -> Select[Any]:
        """The order values of the first cases of a stretch behind the cursor, each case once."""
        heads = [self._head(stretch, down, cursor, *part).limit(limit).subquery() for part in self._parts()]
        merged = union(*(select(*head.c) for head in heads)).subquery("own")
        columns = list(merged.c)
        ordered = select(*columns[-len(stretch.columns) :])
        return ordered.order_by(*(each.desc() if down else each for each in columns)).limit(limit)

    def _parts(self) -> Iterator[tuple[Table, ColumnElement[bool]]]:
        people, groups = case_people, work_item_groups
        for status in STATUSES if self.wanted.status is None else (self.wanted.status,):
            yield people, (people.c.login == self.wanted.login) & (people.c.case_status == status)
            for group in sorted(self.wanted.groups):
                yield groups, (groups.c.group_name == group) & (groups.c.case_status == status)

    def _head(
        self, stretch: Stretch, down: bool, cursor: str | None, table: Table, whose: ColumnElement[bool]
    ) -> Select[Any]:
        columns = [table.c[name] for name in CASE_ORDERS[stretch.own]]
        statement = select(*columns).where(whose, *self._received(stretch, table)).distinct()
        if stretch.bare:
            statement = statement.where(columns[0].is_(None))
        elif stretch.own in ("severity", "due"):
            statement = statement.where(columns[0].is_not(None))
        if cursor is not None:
            statement = statement.where(stretch.behind(cursor, down, columns[-len(stretch.columns) :]))
        return statement.order_by(*(each.desc() if down else each for each in columns))

    def _received(self, stretch: Stretch, table: Table) -> list[ColumnElement[bool]]:
        made: list[ColumnElement[bool]] = []
        if stretch.own == "received":
            if self.wanted.received_from is not None:
                made.append(table.c.case_received_at >= self.wanted.received_from)
            if self.wanted.received_to is not None:
                made.append(table.c.case_received_at < self.wanted.received_to)
        return made

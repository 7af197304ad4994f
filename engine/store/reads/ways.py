"""Ways through an order of the register: to the few cases that are known, straight on, or step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from engine.store.reads.narrowing import STEPS, Narrowing
from engine.store.reads.orders import Stretch
from engine.store.reads.own import Own
from engine.store.tables import complaints


@dataclass(frozen=True, slots=True)
class Way:
    """Rows of a stretch behind the cursor: first the columns of its order, then those of the complaint.

    `own`: whose cases alone are passed on the way; None: all are.
    """

    connection: Connection
    stretch: Stretch
    down: bool
    cursor: str | None
    conditions: Sequence[Narrowing]
    own: Own | None = None

    def straight(self, limit: int) -> Sequence[Any]:
        """The first rows, where an index has the order and the conditions."""
        if self.own is not None:
            return self._fitting(self._passed(self.cursor, limit), limit)
        statement = self._all_fitting(*self._by(), complaints)
        return self.connection.execute(statement.limit(limit)).all()

    def among(self, references: Sequence[str], limit: int) -> Sequence[Any]:
        """The first rows of these cases."""
        these = self._all_fitting(*self._by()).where(complaints.c.reference.in_(references))
        keys = these.limit(limit).subquery("these")
        statement = select(*keys.c, complaints).join_from(
            keys, complaints, complaints.c.reference == list(keys.c)[-1]
        )
        return self.connection.execute(self._in_order(statement, keys)).all()

    def stepwise(self, limit: int) -> tuple[Sequence[Any], str | None]:
        """The first rows among so many of the order; the cursor behind them where these were not enough."""
        rows: list[Any] = []
        cursor = self.cursor
        for step in STEPS:
            passed = self._passed(cursor, step)
            rows += self._fitting(passed, limit - len(rows))
            if len(rows) >= limit:
                return rows, None
            keys = passed.subquery("passed")
            last = self.connection.execute(self._in_order(select(*keys.c), keys).offset(step - 1)).first()
            if last is None:
                return rows, None
            cursor = self.stretch.written(last)
        return rows, cursor

    def _all_fitting(self, *columns: Any) -> Select[Any]:
        """All cases of the order behind the cursor that fulfil the conditions."""
        statement = self._order(self.cursor, *columns).select_from(self.stretch.source)
        return statement.where(*self.stretch.also, *self._hold(complaints.c.reference))

    def _passed(self, cursor: str | None, step: int) -> Select[Any]:
        """So many cases of the order behind the cursor."""
        if self.own is not None:
            return self.own.first(self.stretch, self.down, cursor, step)
        return self._order(cursor, *self._by()).limit(step)

    def _fitting(self, passed: Select[Any], limit: int) -> Sequence[Any]:
        """Of these cases those that fulfil the conditions."""
        keys = passed.subquery("passed")
        reference = list(keys.c)[-1]
        statement = (
            select(*keys.c, complaints)
            .select_from(keys.join(complaints, complaints.c.reference == reference))
            .where(*self._hold(reference))
        )
        if self.own is None:  # what one's own ranges fulfil
            statement = statement.where(*self.stretch.also)
        return self.connection.execute(self._in_order(statement, keys).limit(limit)).all()

    def _hold(self, reference: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        return [condition.holds(reference) for condition in self.conditions]

    def _in_order(self, statement: Select[Any], keys: Any) -> Select[Any]:
        return statement.order_by(*(each.desc() if self.down else each for each in keys.c))

    def _by(self) -> list[ColumnElement[Any]]:
        return [column.label(f"by_{number}") for number, column in enumerate(self.stretch.columns)]

    def _order(self, cursor: str | None, *columns: Any) -> Select[Any]:
        statement: Select[Any] = select(*columns).where(*self.stretch.where)
        if cursor is not None:
            statement = statement.where(self.stretch.behind(cursor, self.down))
        return statement.order_by(*self.stretch.ordered(self.down))

"""Ways through an order of the register: to the few cases that are known, straight on, or step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from engine.store.reads.narrowing import STEPS
from engine.store.reads.orders import Stretch
from engine.store.tables import complaints


@dataclass(frozen=True, slots=True)
class Way:
    """Rows of a stretch behind the cursor: first the columns of its order, then those of the complaint."""

    connection: Connection
    stretch: Stretch
    down: bool
    cursor: str | None
    conditions: tuple[ColumnElement[bool], ...]

    def straight(self, limit: int) -> Sequence[Any]:
        """The first rows, where an index has the order and the conditions."""
        return self._taken(limit)

    def among(self, references: Sequence[str], limit: int) -> Sequence[Any]:
        """The first rows of these cases."""
        return self._taken(limit, complaints.c.reference.in_(references))

    def stepwise(self, limit: int) -> tuple[Sequence[Any], str | None]:
        """The first rows among so many of the order; the cursor behind them where these were not enough."""
        rows: Sequence[Any] = ()
        last: Any = None
        for step in STEPS:
            rows = self._within(step, limit)
            if len(rows) >= limit:
                return rows, None
            last = self.connection.execute(self._order(*self._by()).offset(step - 1).limit(1)).first()
            if last is None:
                return rows, None
        return rows, self.stretch.written(last)

    def _taken(self, limit: int, *more: ColumnElement[bool]) -> Sequence[Any]:
        statement = self._order(*self._by(), complaints)
        statement = statement.where(*self.stretch.also, *self.conditions, *more)
        return self.connection.execute(statement.limit(limit)).all()

    def _within(self, step: int, limit: int) -> Sequence[Any]:
        """Of so many cases of the order those that fulfil the conditions."""
        passed = self._order(*self._by()).limit(step).subquery("passed")
        columns = list(passed.c)
        statement = (
            select(*columns, complaints)
            .select_from(passed.join(complaints, complaints.c.reference == columns[-1]))
            .where(*self.stretch.also, *self.conditions)
            .order_by(*(each.desc() if self.down else each for each in columns))
            .limit(limit)
        )
        return self.connection.execute(statement).all()

    def _by(self) -> list[ColumnElement[Any]]:
        return [column.label(f"by_{number}") for number, column in enumerate(self.stretch.columns)]

    def _order(self, *columns: Any) -> Any:
        statement = select(*columns).select_from(self.stretch.source).where(*self.stretch.where)
        if self.cursor is not None:
            statement = statement.where(self.stretch.behind(self.cursor, self.down))
        return statement.order_by(*(each.desc() if self.down else each for each in self.stretch.columns))

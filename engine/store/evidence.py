"""The history as it lies in the database, for the proof: no value is interpreted on the way."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Select,
    Table,
    Text,
    and_,
    exists,
    func,
    select,
    type_coerce,
)

from engine.history import HOUSE, ChainEnd, StoredEntry, StoredValue
from engine.store.repositories.chronicle import END
from engine.store.repositories.house import SqlSettings
from engine.store.tables import history, history_values, house_history, instances

BATCH = 500
_ISO = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


class SqlEvidence:
    """One moment of `history`, `history_values` and the chains' ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection.execution_options(yield_per=BATCH)
        self._opened: list[CursorResult[Any]] = []

    def close(self) -> None:
        """Close what was opened and not read to its end."""
        for result in self._opened:
            result.close()

    def rows(self) -> Iterator[tuple[StoredEntry, ChainEnd | None]]:
        # the table's columns stand in the order of an entry's fields
        columns = [self._at(history) if column.name == "at" else column for column in history.columns]
        statement = (
            select(*columns, *_END)
            .select_from(history.outerjoin(instances, instances.c.id == history.c.instance_id))
            .order_by(history.c.instance_id, history.c.seq)
        )
        width = len(columns)
        for row in self._stream(statement):
            yield StoredEntry(*row[:width]), None if row.end_id is None else ChainEnd(*row[width:])

    def ends_without_rows(self) -> Iterator[ChainEnd]:
        has_rows = exists().where(history.c.instance_id == instances.c.id)
        for row in self._stream(select(*_END).where(~has_rows).order_by(instances.c.id)):
            yield ChainEnd(*row)

    def house_rows(self) -> Iterator[tuple[StoredEntry, ChainEnd | None]]:
        end = self._house_end()
        columns = [self._at(house_history) if c.name == "at" else c for c in house_history.columns]
        for row in self._stream(select(*columns).order_by(house_history.c.seq)):
            yield StoredEntry(HOUSE, *row), end

    def house_end_without_rows(self) -> Iterator[ChainEnd]:
        if self._connection.execute(select(house_history.c.seq).limit(1)).first() is None:
            yield self._house_end()

    def _house_end(self) -> ChainEnd:
        length, _, head = (SqlSettings(self._connection).get(END) or "0 ").partition(" ")
        return ChainEnd(HOUSE, None, int(length) if length.isdecimal() else length, head)

    def values(self) -> Iterator[StoredValue]:
        here = and_(
            history.c.instance_id == history_values.c.instance_id, history.c.seq == history_values.c.seq
        )
        statement = (
            select(*history_values.columns, history.c.data.label("data"))
            .select_from(history_values.outerjoin(history, here))
            .order_by(history_values.c.instance_id, history_values.c.seq)
        )
        for row in self._stream(statement):
            yield StoredValue(*row)

    def _stream(self, statement: Select[Any]) -> Iterator[Any]:
        """The rows of a statement, a batch at a time."""
        result = self._connection.execute(statement)
        self._opened.append(result)
        return iter(result)

    def _at(self, table: Table) -> ColumnElement[Any]:
        """The moment of an entry as ISO text, however damaged."""
        if self._connection.dialect.name == "sqlite":
            return type_coerce(table.c.at, Text)
        return func.to_char(func.timezone("UTC", table.c.at), _ISO)


_END = (
    instances.c.id.label("end_id"),
    instances.c.reference.label("end_reference"),
    instances.c.chain_length.label("end_length"),
    instances.c.chain_head.label("end_head"),
)

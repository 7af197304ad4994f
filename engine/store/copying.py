"""All rows of all tables as plain values, out of one database and into another of either kind.

Plain values are text, whole numbers, booleans, bytes and null; moments and dates travel as ISO text. So what
is read from one kind of database can be written to the other, and no row is interpreted on the way.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

import psycopg
from sqlalchemy import (
    Boolean,
    ColumnClause,
    Connection,
    MetaData,
    Table,
    column,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from engine.errors import Broken, EngineError
from engine.history.canonical import iso
from engine.store.types import UtcDateTime

BATCH = 500
"""Rows in memory at a time."""

VERSION = "alembic_version"
"""The table that says which steps a database has had; it is never copied."""

QUEUE = "procrastinate_jobs"
"""Tells workers what to look after; it is filled anew from what is due, and never copied."""

Plain = str | int | float | bytes | None
Row = Sequence[Any]
Convert = Callable[[Any], Any]


class SqlSnapshot:
    """Every row of one moment."""

    def __init__(self, connection: Connection, metadata: MetaData, revision: str) -> None:
        self._connection = connection
        self._metadata = metadata
        self.revision = revision  #: the schema that tables and columns are those of

    @property
    def tables(self) -> Sequence[str]:
        """Names of all tables."""
        return sorted(self._metadata.tables)

    def columns(self, name: str) -> Sequence[str]:
        """Names of a table's columns, in the order of its rows' values."""
        return [each.name for each in self._metadata.tables[name].columns]

    def rows(self, name: str) -> Iterator[Row]:
        """The table's rows in no particular order, a batch in memory at a time. Raises Broken."""
        found = self._metadata.tables[name]
        conversions = [
            (place, convert)
            for place, each in enumerate(found.columns)
            if (convert := _plain(each.type, self._connection.dialect.name)) is not None
        ]
        for row in self._stream(found):
            values = list(row)
            for place, convert in conversions:
                if values[place] is not None:
                    values[place] = convert(values[place])
            yield values

    def _stream(self, found: Table) -> Iterator[Row]:
        names: list[ColumnClause[Any]] = [
            column(each.name) for each in found.columns
        ]  # without their types: values come as stored
        statement = select(*names).select_from(table(found.name, *names))
        try:
            yield from self._connection.execution_options(yield_per=BATCH).execute(statement)
        except EngineError as wrong:
            raise Broken(f"The table {found.name} cannot be read: {wrong}") from wrong


class SqlIntake:
    """An empty schema of one revision that takes rows, in one transaction."""

    def __init__(self, connection: Connection, tables: Iterable[str] | None = None) -> None:
        self._connection = connection
        self._inspector = inspect(connection)
        self.tables = frozenset(self._inspector.get_table_names() if tables is None else tables) - {VERSION}

    def fill(self, name: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        """Write rows into a table; answers how many.

        Raises:
            Broken: there is no such table or column, or a value does not fit.
        """
        known = name in self.tables
        there = {each["name"] for each in self._inspector.get_columns(name)} if known else set()
        if not columns or len(set(columns)) != len(columns) or not there.issuperset(columns):
            raise Broken(f"The database has no table {name} with these columns: {', '.join(columns)}")
        quoted = self._connection.dialect.identifier_preparer.quote_identifier
        target, listed = quoted(name), ", ".join(map(quoted, columns))
        if self._connection.dialect.name == "postgresql":
            return self._copy(name, f"COPY {target} ({listed}) FROM STDIN", rows)
        marks = ", ".join("?" for _ in columns)
        return self._insert(name, f"INSERT INTO {target} ({listed}) VALUES ({marks})", rows)  # noqa: S608

    def _insert(self, name: str, statement: str, rows: Iterable[Row]) -> int:
        written = 0
        try:
            for batch in batches(rows):
                self._connection.exec_driver_sql(statement, [tuple(row) for row in batch])
                written += len(batch)
        except (SQLAlchemyError, EngineError, UnicodeEncodeError, OverflowError) as wrong:
            raise _unfit(name, wrong) from wrong
        return written

    def _copy(self, name: str, statement: str, rows: Iterable[Row]) -> int:
        raw = self._connection.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        written = 0
        try:
            with raw.cursor() as cursor, cursor.copy(statement.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
                    written += 1
        except (psycopg.Error, UnicodeEncodeError) as wrong:
            raise _unfit(name, wrong) from wrong
        return written


def empty_all(connection: Connection, metadata: MetaData) -> None:
    """Remove every row of every table, and look at references at the commit only."""
    quoted = connection.dialect.identifier_preparer.quote_identifier
    names = [quoted(name) for name in sorted(metadata.tables)]
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"TRUNCATE {', '.join(names)}"))
        if QUEUE in inspect(connection).get_table_names():
            connection.execute(text(f"TRUNCATE {QUEUE} CASCADE"))
        connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))  # a step may have asked for the contrary
        return
    for name in names:
        connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - a name of our own


def holds_tables(connection: Connection, metadata: MetaData) -> bool:
    """Whether any table of ours is there, of whatever release."""
    return not {*metadata.tables, VERSION}.isdisjoint(inspect(connection).get_table_names())


def be_patient(connection: Connection) -> None:
    """Let this transaction wait for as long as it takes to write or read a file."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def batches(rows: Iterable[Row]) -> Iterator[Sequence[Row]]:
    """The same rows, some at a time."""
    left = iter(rows)
    for first in left:
        yield list(chain([first], islice(left, BATCH - 1)))


def _plain(kind: object, dialect: str) -> Convert | None:
    """How a stored value of that column becomes a plain one; None: it is one."""
    if dialect == "sqlite":
        return _truth if isinstance(kind, Boolean) else None
    return _moment if isinstance(kind, UtcDateTime) else _other


def _truth(value: object) -> object:
    return bool(value) if value in (0, 1) else value


def _moment(value: datetime) -> str:
    return iso(value)


def _other(value: Any) -> Plain:
    """Dates as ISO text, bytes as bytes; text, numbers and booleans as they are."""
    if isinstance(value, str | int):
        return value
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    if isinstance(value, datetime):
        return iso(value)
    text_of = getattr(value, "isoformat", None)
    return text_of() if text_of is not None else value  # type: ignore[no-any-return]


def _unfit(name: str, wrong: BaseException) -> Broken:
    said = str(getattr(wrong, "orig", None) or wrong).strip().partition("\n")[0]
    return Broken(f"The rows of the table {name} cannot be written: {said}")

"""Statements compiled once for each database, whose rows go straight to the driver and back.

What SQLAlchemy does around an execution costs several times what SQLite takes for the statement itself. It is
asked to all the same where somebody listens to statements, and to tell what a refusal of the driver means.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update

Statement = Insert | Update | Delete | Select[Any]
Row = Mapping[str, Any]


class Prepared:
    """One statement. All rows given to it have the same names."""

    def __init__(self, statement: Statement | Mapping[str, Insert]) -> None:
        self._statement = statement
        self._texts: dict[str, _Text] = {}

    def run(self, connection: Connection, row: Row) -> int:
        """Write one row; the number of rows that it has touched."""
        text = self._text(connection.dialect, row)
        if connection.dispatch.before_cursor_execute:
            return connection.exec_driver_sql(text.sql, text.bound(row)).rowcount
        cursor = _execute(connection, text.sql, text.bound(row))
        touched: int = cursor.rowcount
        cursor.close()
        return touched

    def run_all(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write several rows at once."""
        if len(rows) == 1:
            self.run(connection, rows[0])
            return
        text = self._text(connection.dialect, rows[0])
        bound = [text.bound(row) for row in rows]
        if connection.dispatch.before_cursor_execute:
            connection.exec_driver_sql(text.sql, bound)
        else:
            _execute(connection, text.sql, bound, many=True).close()

    def all(self, connection: Connection, given: Row) -> list[dict[str, Any]]:
        """The rows that it finds, each by the names of its columns."""
        text = self._text(connection.dialect, given)
        if connection.dispatch.before_cursor_execute:
            cursor: Any = connection.exec_driver_sql(text.sql, text.bound(given))
        else:
            cursor = _execute(connection, text.sql, text.bound(given))
        found = [text.read(row) for row in cursor.fetchall()]
        cursor.close()
        return found

    def first(self, connection: Connection, given: Row) -> dict[str, Any] | None:
        """The first row that it finds."""
        found = self.all(connection, given)
        return found[0] if found else None

    def scalar(self, connection: Connection, given: Row) -> Any:
        """The first column of the first row that it finds."""
        row = self.first(connection, given)
        return None if row is None else next(iter(row.values()))

    def _text(self, dialect: Dialect, row: Row) -> "_Text":
        found = self._texts.get(dialect.name)
        if found is None:
            statement = self._statement
            if isinstance(statement, Mapping):
                statement = statement[dialect.name]
            found = self._texts[dialect.name] = _Text(statement, dialect, list(row))
        return found


class _Text:
    """A compiled statement: its text, how values are bound to it and how columns are read."""

    def __init__(self, statement: Statement, dialect: Dialect, names: list[str]) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=names)
        self.sql = str(compiled)
        self._given = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        places = compiled.positiontup if compiled.positional else list(compiled.binds)
        self._places = [
            (n, compiled.binds[n].type.dialect_impl(dialect).bind_processor(dialect)) for n in places
        ]
        self._by_position = bool(compiled.positional)
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        self._names = [column.name for column in columns]
        converts = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._converted = [(name, to) for name, to in zip(self._names, converts, strict=True) if to]

    def bound(self, row: Row) -> Any:
        """The row's values as the driver takes them. Raises KeyError when one is missing."""
        if self._given:
            row = {**self._given, **row}
        if self._by_position:
            return tuple([bind(row[name]) if bind else row[name] for name, bind in self._places])
        return {name: bind(row[name]) if bind else row[name] for name, bind in self._places}

    def read(self, row: Sequence[Any]) -> dict[str, Any]:
        """A row of the driver by the names of its columns."""
        found = dict(zip(self._names, row, strict=True))
        for name, convert in self._converted:
            found[name] = convert(found[name])
        return found


def say(connection: Connection, sql: str) -> None:
    """Execute a text without values."""
    if connection.dispatch.before_cursor_execute:
        connection.exec_driver_sql(sql)
    else:
        _execute(connection, sql, ()).close()


def _execute(connection: Connection, sql: str, bound: Any, *, many: bool = False) -> Any:
    cursor: Any = None
    driver = connection.connection
    try:
        cursor = driver.cursor()  # fails where the driver knows already that the connection was lost
        if many:
            cursor.executemany(sql, bound)
        else:
            cursor.execute(sql, bound)
    except Exception as refused:
        # Wraps it, tells the listeners and gives a lost connection up, as after any other statement.
        connection._handle_dbapi_exception(refused, sql, bound, cursor, None)
    return cursor

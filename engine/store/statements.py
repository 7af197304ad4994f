"""Statements that are built once, for both databases, and compiled once by SQLAlchemy's cache."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    Connection,
    CursorResult,
    Insert,
    Table,
    bindparam,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from engine.errors import ConcurrentChange, NotFound
from engine.store.prepared import Prepared

ByDialect = Mapping[str, Insert]


def for_both(build: Callable[[Any], Insert]) -> ByDialect:
    """An INSERT … ON CONFLICT for each database; `build` gets that database's `insert`."""
    return {"sqlite": build(sqlite.insert), "postgresql": build(postgresql.insert)}


def insert_new(table: Table) -> ByDialect:
    """Inserts a row unless one of its unique values is there already; the row count tells."""

    def build(insert: Any) -> Insert:
        ignoring: Insert = insert(table).on_conflict_do_nothing()
        return ignoring.execution_options(preserve_rowcount=True)

    return for_both(build)


def insert_or_replace(table: Table) -> ByDialect:
    """Inserts a row, or overwrites the one with its primary key."""
    keys = [column.name for column in table.primary_key]

    def build(insert: Any) -> Insert:
        statement = insert(table)
        rest = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
        replacing: Insert = statement.on_conflict_do_update(index_elements=keys, set_=rest)
        return replacing

    return for_both(build)


def run(connection: Connection, statements: ByDialect, row: Mapping[str, Any]) -> CursorResult[Any]:
    """Execute the statement of the connection's database."""
    return connection.execute(statements[connection.dialect.name], row)


class Differing:
    """Tells which of these attributes are others in a later value, and what they are there."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._values = attrgetter(*self._names)

    def __call__(self, before: object, after: object) -> dict[str, Any]:
        found = zip(self._names, self._values(before), self._values(after), strict=True)
        return {name: new for name, old, new in found if old is not new and old != new}


class Guarded:
    """Writes rows that carry a version: only columns that changed, only over the version that was read."""

    def __init__(self, table: Table, what: str) -> None:
        self.table = table
        self.what = what
        self._updates: dict[frozenset[str], Prepared] = {}
        self._there = select(1).where(
            *(column == bindparam(f"old_{column.name}") for column in table.primary_key)
        )

    def save(
        self,
        connection: Connection,
        version: int,
        keys: Mapping[str, object],
        changed: Mapping[str, object],
    ) -> None:
        """Set the changed columns of the row with those keys, and the next version.

        Raises:
            ConcurrentChange: the stored version is another.
            NotFound: there is no such row.
        """
        row = {f"new_{name}": value for name, value in changed.items()}
        row |= {f"old_{name}": value for name, value in keys.items()}
        row |= {"old_version": version, "new_version": version + 1}
        if self._update(frozenset(changed)).run(connection, row) != 1:
            self._explain(connection, {f"old_{name}": value for name, value in keys.items()})

    def _update(self, names: frozenset[str]) -> Prepared:
        found = self._updates.get(names)
        if found is None:
            columns = self.table.c
            found = Prepared(
                update(self.table)
                .where(
                    *(column == bindparam(f"old_{column.name}") for column in self.table.primary_key),
                    columns.version == bindparam("old_version"),
                )
                .values({name: bindparam(f"new_{name}") for name in sorted(names | {"version"})})
            )
            self._updates[names] = found
        return found

    def _explain(self, connection: Connection, keys: Mapping[str, object]) -> None:
        shown = "-".join(str(value) for value in keys.values())
        if connection.execute(self._there, keys).first() is None:
            raise NotFound(f"There is no {self.what} '{shown}'")
        raise ConcurrentChange(f"Somebody else changed {self.what} '{shown}' first")

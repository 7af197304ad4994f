"""What a command has written: the rows that differ before and after, and a bare commit of the same rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from threading import Lock

from sqlalchemy import (
    Connection,
    Delete,
    Engine,
    Insert,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from engine.store.database import writing
from engine.store.tables import metadata

Row = Mapping[str, object]
Key = tuple[object, ...]
Snapshot = Mapping[str, Mapping[Key, Row]]
UNTOUCHED = frozenset({"packages", "package_files", "definitions", "people", "tokens", "settings"})
"""Tables that completing a task only reads."""


@dataclass
class Writes:
    """Rows by table; where a row is changed, its key and the new values of the columns that differ."""

    new: dict[str, list[Row]] = field(default_factory=dict)
    changed: list[tuple[str, Row, Row]] = field(default_factory=list)
    gone: list[tuple[str, Row]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows are written."""
        return sum(map(len, self.new.values())) + len(self.changed) + len(self.gone)

    @property
    def bytes(self) -> int:
        """How much their values are, as texts and bytes."""
        written = [row for rows in self.new.values() for row in rows] + [row for _, _, row in self.changed]
        return sum(_size(value) for row in written for value in row.values())


def snapshot(connection: Connection) -> Snapshot:
    """Every row of a case's tables by its key."""
    return {
        table.name: {
            tuple(row[column.name] for column in table.primary_key): dict(row)
            for row in connection.execute(select(table)).mappings()
        }
        for table in _tables()
    }


def writes_between(before: Snapshot, after: Snapshot) -> Writes:
    """What leads from one to the other."""
    found = Writes()
    for table in _tables():
        old, new = before[table.name], after[table.name]
        added = [row for key, row in new.items() if key not in old]
        if added:
            found.new[table.name] = added
        for key, row in old.items():
            here = _key(table, key)
            if key not in new:
                found.gone.append((table.name, here))
            elif new[key] != row:
                values = {name: value for name, value in new[key].items() if row[name] != value}
                found.changed.append((table.name, here, values))
    return found


def commit(engine: Engine, turns: Lock, writes: Writes) -> None:
    """Write the rows in one transaction: one INSERT a table, one UPDATE or DELETE a row, and the commit."""
    with writing(engine, turns) as connection:
        for name, keys, values in writes.changed:
            connection.execute(_update(name, tuple(keys), tuple(values)), {**_prefixed(keys), **values})
        for name, keys in writes.gone:
            connection.execute(_delete(name, tuple(keys)), _prefixed(keys))
        for name, rows in writes.new.items():
            connection.execute(_insert(name), rows)


def _size(value: object) -> int:
    return len(value) if isinstance(value, bytes) else len(str(value).encode())


def _tables() -> Iterator[Table]:
    """In an order that foreign keys allow."""
    return (table for table in metadata.sorted_tables if table.name not in UNTOUCHED)


def _key(table: Table, key: Key) -> Row:
    return dict(zip((column.name for column in table.primary_key), key, strict=True))


def _prefixed(keys: Row) -> Row:
    return {f"key_{name}": value for name, value in keys.items()}


@cache
def _insert(name: str) -> Insert:
    return insert(metadata.tables[name])


@cache
def _update(name: str, keys: Sequence[str], columns: Sequence[str]) -> Update:
    table = metadata.tables[name]
    here = (table.c[key] == bindparam(f"key_{key}") for key in keys)
    return update(table).where(*here).values({column: bindparam(column) for column in columns})


@cache
def _delete(name: str, keys: Sequence[str]) -> Delete:
    table = metadata.tables[name]
    return delete(table).where(*(table.c[key] == bindparam(f"key_{key}") for key in keys))

"""A database with very many open cases, written in bulk: what lists and due work are measured against.

Rows are as the shipped complaint process leaves them half-way, with everything that lists, counts and due
work look at; histories are short, since nothing measured here reads them. The database makes the rows itself,
from a series of numbers, and its indexes afterwards: a million cases in a minute or two. The same number of
cases gives the same rows. Run: `python -m tests.benchmarks.many URL CASES`.
"""

import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any

from sqlalchemy import Connection, ForeignKeyConstraint, create_engine, text
from sqlalchemy.schema import AddConstraint, DropConstraint

from engine.store import SqlStore
from engine.store.tables import metadata
from tests.benchmarks.many_rows import CASE, ROWS

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When the first case was received; each next one comes `STEP` later, and is due `TERM` after that."""
STEP = timedelta(seconds=10)
TERM = timedelta(days=56)

LARGE_GROUP = "handler"
"""On whose list nineteen of twenty tasks stand."""
SMALL_GROUP = "reviewer"
PEOPLE = 100
"""One task in ten belongs to one of so many people: `clerk-00` to `clerk-99`."""
NEWCOMER = "newcomer"
"""Has the first `FEW` cases, and nothing else."""
FEW = 20
WORDS = ("kettle", "table", "lamp", "invoice", "parcel", "contract", "repair", "garden", "window")
STATE = bytes(range(256)) * 4

#: How each database says what the selects of `many_rows` need, by the names in their braces.
SAID = {
    "sqlite": {
        "series": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {total})",
        "scattered": "scattered({0})",
        "padded": "printf('%06d', {0})",
        "moment": "strftime('%Y-%m-%dT%H:%M:%S', {0}, 'unixepoch') || '.000000Z'",
        "digest": "CAST(printf('%032d', {0}) AS BLOB)",
        "hex": "lower(hex({0}))",
    },
    "postgresql": {
        "series": "WITH s(n) AS (SELECT generate_series(CAST(1 AS bigint), {total}))",
        "scattered": "substr(md5({0}::text), 1, 20)",
        "padded": "lpad({0}::text, greatest(6, length({0}::text)), '0')",
        "moment": "to_timestamp({0})",
        "digest": "convert_to(lpad({0}::text, 32, '0'), 'UTF8')",
        "hex": "encode({0}, 'hex')",
    },
}
FAST = {
    "sqlite": (
        "PRAGMA synchronous = OFF",
        "PRAGMA journal_mode = OFF",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA cache_size = -600000",
        "PRAGMA threads = 2",
    ),
    "postgresql": (
        "SET session_replication_role = replica",  # no triggers of foreign keys
        "SET maintenance_work_mem = '256MB'",
        "SET synchronous_commit = off",
    ),
}


def fill(url: str, cases: int, *, closed: int = 0) -> None:
    """Make a migrated database at the URL with that many open cases, and `closed` more that are over.

    Closed ones are spread evenly between the open ones. The database has to be empty.
    """
    store = SqlStore(url)
    store.migrate()
    store.close()
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            _write(connection, cases, closed)
    finally:
        engine.dispose()


def reference_of(number: int) -> str:
    """The reference of the case with that number, counted from 1."""
    return f"2026-{number:06d}"


def _write(connection: Connection, opened: int, closed: int) -> None:
    database = connection.dialect.name
    for statement in FAST[database]:
        connection.exec_driver_sql(statement)
    raw: Any = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        raw.create_function("scattered", 1, _scattered, deterministic=True)
    total = opened + closed
    put_back = list(_taken_off(connection))
    for statement in _statements(SAID[database], opened, closed):
        connection.execute(text(statement), {"state": STATE} if ":state" in statement else {})
    for made in put_back:
        connection.execute(made) if not hasattr(made, "create") else made.create(connection)
    connection.execute(
        text("INSERT INTO reference_series (year, last) VALUES (2026, :last)"), {"last": total}
    )
    connection.commit()
    if database == "sqlite":
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.execute(text("ANALYZE" if database == "sqlite" else "VACUUM ANALYZE"))


def _scattered(number: int) -> str:
    """An id: spread over all ids as random ones are."""
    return md5(str(number).encode(), usedforsecurity=False).hexdigest()[:20]


def _taken_off(connection: Connection) -> Iterator[Any]:
    """What is made anew after the rows, in that order: indexes, and on PostgreSQL keys as well."""
    tables = [metadata.tables[name] for name in ROWS]
    keys: list[Any] = []
    others: list[Any] = []
    if connection.dialect.name == "postgresql":
        keys = [table.primary_key for table in tables]
        others = [
            each
            for table in metadata.sorted_tables
            for each in table.constraints
            if isinstance(each, ForeignKeyConstraint) and each.referred_table in tables
        ]
    indexes = [index for table in tables for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    for constraint in others + keys:
        connection.execute(DropConstraint(constraint))
    connection.commit()
    yield from (AddConstraint(key) for key in keys)
    yield from indexes
    yield from (AddConstraint(other) for other in others)


def _statements(said: dict[str, str], opened: int, closed: int) -> Iterator[str]:
    """What fills the tables: first a temporary one, of what the rows of a case have in common."""
    total = opened + closed
    begin, step, term = int(BEGIN.timestamp()), int(STEP.total_seconds()), int(TERM.total_seconds())
    series = said["series"].format(total=total)
    received = f"{begin} + {step} * n"
    facts = {
        "series": series,
        "id": said["scattered"].format("n"),
        "reference": f"'2026-' || {said['padded'].format('n')}",
        "received_at": said["moment"].format(received),
        "due_at": said["moment"].format(f"{received} + {term}"),
        "assignee": f"CASE WHEN n <= {FEW} THEN '{NEWCOMER}' WHEN n % 10 = 0"
        f" THEN 'clerk-' || substr('0' || (n / 10 % {PEOPLE}), length('0' || (n / 10 % {PEOPLE})) - 1) END",
        "listed": f"CASE WHEN n % 20 = 0 THEN '{SMALL_GROUP}' ELSE '{LARGE_GROUP}' END",
        # of so many so far, one more is over than of those before
        "is_open": f"({closed} * n / {total}) = ({closed} * (n - 1) / {total})",
        "digest": said["digest"].format("n"),
        "before": said["digest"].format("(n * 7)"),
        "head": said["hex"].format(said["digest"].format("n")),
        "word": _one_of(WORDS),
        "said": _one_of(tuple(" ".join(WORDS[m * k % len(WORDS)] for k in range(1, 20)) for m in range(9))),
    }
    yield CASE.format(**facts)
    for table, rows in ROWS.items():
        names = ", ".join(f'"{column.name}"' for column in metadata.tables[table].columns)
        for row in rows:
            yield f"INSERT INTO {table} ({names}) {row}"


def _one_of(texts: tuple[str, ...]) -> str:
    """The text that has the number's remainder."""
    cases = " ".join(f"WHEN {number} THEN '{each}'" for number, each in enumerate(texts))
    return f"CASE n % {len(texts)} {cases} END"


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))

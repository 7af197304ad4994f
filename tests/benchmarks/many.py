"""A database with very many open cases, written in bulk: what lists and due work are measured against.

Rows are as the shipped complaint process leaves them half-way, with everything that lists, counts and due
work look at; histories are short, since nothing measured here reads them. The same number of cases gives the
same rows. Run: `python -m tests.benchmarks.many URL CASES`.
"""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, create_engine, text

from engine.history.canonical import iso
from engine.store import SqlStore
from engine.store.tables import (
    case_people,
    case_records,
    case_texts,
    clocks,
    complaints,
    history,
    instances,
    milestones,
    subscriptions,
    work_item_groups,
    work_items,
)

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When the first case was received; each next one comes `STEP` later, and is due `TERM` after that."""
STEP = timedelta(seconds=10)
TERM = timedelta(days=56)
NO_DUE = datetime(9999, 12, 31, tzinfo=UTC)

LARGE_GROUP = "handler"
"""On whose list nine of ten tasks stand."""
SMALL_GROUP = "reviewer"
PEOPLE = 100
"""One task in ten belongs to one of so many people: `clerk-00` to `clerk-99`."""
NEWCOMER = "newcomer"
"""Has the first `FEW` cases, and nothing else."""
FEW = 20
STATE = bytes(range(256)) * 4
CATEGORIES = ("delivery", "quality", "billing", "service", "data protection")
CHANNELS = ("web", "e-mail", "phone", "letter")
WORDS = ("kettle", "table", "lamp", "invoice", "parcel", "contract", "repair", "garden", "window")
BATCH = 5_000

Row = tuple[Any, ...]
Moment = Callable[[datetime], Any]


@dataclass(frozen=True, slots=True)
class Case:
    """What the rows of one case have in common."""

    number: int
    id: str
    reference: str
    received_at: Any
    due_at: Any
    assignee: str | None
    group: str
    open: bool


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
    lite = connection.dialect.name == "sqlite"
    moment: Moment = iso if lite else _same
    if lite:
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
        connection.exec_driver_sql("PRAGMA journal_mode = OFF")
    else:
        connection.execute(text("SET session_replication_role = replica"))  # no triggers of foreign keys
    indexes = [index for table in TABLES for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    connection.commit()
    every = _cases(opened, closed, moment)
    while batch := list(islice(every, BATCH)):
        for table, rows in TABLES.items():
            _put(connection, table, [row for case in batch for row in rows(case, moment)])
    for index in indexes:
        index.create(connection)
    connection.execute(
        text("INSERT INTO reference_series (year, last) VALUES (2026, :last)"), {"last": opened + closed}
    )
    connection.commit()
    if lite:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.execute(text("ANALYZE" if lite else "VACUUM ANALYZE"))


def _put(connection: Connection, table: Table, rows: list[Row]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    raw: Any = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        holes = ", ".join("?" * len(table.columns))
        raw.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({holes})", rows)  # noqa: S608 - our names
        return
    with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _cases(opened: int, closed: int, moment: Moment) -> Iterator[Case]:
    total, over = opened + closed, 0
    for number in range(1, total + 1):
        is_over = over < closed * number // total
        over += is_over
        received_at = BEGIN + STEP * number
        yield Case(
            number=number,
            id=f"{number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128:032x}",  # spread as random ids are
            reference=reference_of(number),
            received_at=moment(received_at),
            due_at=moment(received_at + TERM),
            assignee=_assignee(number),
            group=LARGE_GROUP if number % 20 else SMALL_GROUP,
            open=not is_over,
        )


def _assignee(number: int) -> str | None:
    if number <= FEW:
        return NEWCOMER
    return f"clerk-{number // 10 % PEOPLE:02d}" if number % 10 == 0 else None


def _same(value: datetime) -> datetime:
    return value


def _instance(case: Case, moment: Moment) -> Iterable[Row]:
    status, ended_at = ("active", None) if case.open else ("completed", case.due_at)
    due_at = case.due_at if case.open else None
    head = f"{case.number:064x}"
    yield (
        case.id, "complaint", 1, "0" * 64, status, STATE, 4, case.received_at, ended_at, due_at, due_at,
        case.reference, 2, head,
    )  # fmt: skip


def _complaint(case: Case, moment: Moment) -> Iterable[Row]:
    n = case.number
    word = WORDS[n % len(WORDS)]
    status, outcome, closed_at = ("open", None, None) if case.open else ("closed", "upheld", case.due_at)
    yield (
        case.reference, case.id, "complaint", CHANNELS[n % len(CHANNELS)], "en", case.received_at,
        case.received_at, f"Broken {word} {n}", _said(n), f"Person {n}", f"person{n}@example.org", "", False,
        f"{n:064x}", word, CATEGORIES[n % len(CATEGORIES)], "", None, None, status, outcome, n % 5 + 1,
        "normal", case.assignee, closed_at, None, "public", 3,
    )  # fmt: skip


def _said(number: int) -> str:
    words = " ".join(WORDS[number * k % len(WORDS)] for k in range(1, 20))
    return f"It came on day {number % 365} and was broken. I wrote about {words} and was not answered."


def _text(case: Case, moment: Moment) -> Iterable[Row]:
    n = case.number
    word = WORDS[n % len(WORDS)]
    yield (
        case.reference,
        f"{case.reference}\nbroken {word} {n}\n{word}\nperson {n}\nperson{n}@example.org\n{_said(n).lower()}",
    )


def _record(case: Case, moment: Moment) -> Iterable[Row]:
    yield case.reference, "danger", 0, 5, "false"
    yield case.reference, "adjustments", 1, 13, '"large print"'


def _milestones(case: Case, moment: Moment) -> Iterable[Row]:
    yield case.reference, "received", case.received_at
    yield case.reference, "acknowledged", case.received_at


def _clocks(case: Case, moment: Moment) -> Iterable[Row]:
    stopped = None if case.open else case.due_at
    late = case.due_at if case.open and case.number % 50 == 0 else None
    yield (
        case.reference, "final", "decided", "calendar-days", "56", case.received_at, case.due_at, True,
        "complaints-manager", stopped, late, None,
    )  # fmt: skip
    yield (
        case.reference, "acknowledge", "acknowledged", "working-days", "5", case.received_at, case.due_at,
        False, "complaints-manager", case.received_at, None, None,
    )  # fmt: skip


def _items(case: Case, moment: Moment) -> Iterable[Row]:
    closed_at, closed_by = (None, None) if case.open else (case.due_at, case.assignee or "clerk-00")
    yield (
        case.id, 1, "investigate", "Investigate the complaint", "investigation", case.reference,
        json.dumps([case.group]), case.received_at, "open" if case.open else "done",
        case.assignee if case.open else closed_by, case.due_at, case.number % 3, None, "[]", None,
        closed_at, closed_by, 1, case.due_at, -(case.number % 3),
        f"investigate the complaint {case.reference}",
    )  # fmt: skip


def _groups(case: Case, moment: Moment) -> Iterable[Row]:
    if case.open:
        yield (
            case.id, 1, case.group, case.reference, case.assignee is not None, case.due_at,
            -(case.number % 3), case.received_at, None,
        )  # fmt: skip


def _people(case: Case, moment: Moment) -> Iterable[Row]:
    if case.assignee:
        yield case.assignee, case.reference


def _subscription(case: Case, moment: Moment) -> Iterable[Row]:
    if case.open:
        yield case.id, case.number, "message", "withdrawal", f'"{case.reference}"', "withdrawn"


def _history(case: Case, moment: Moment) -> Iterable[Row]:
    first, second = f"{case.number * 7:064x}", f"{case.number:064x}"
    yield (
        case.id, 1, case.received_at, "public", "complaint-received", None, None,
        f'{{"reference":"{case.reference}"}}', "", first,
    )  # fmt: skip
    yield (
        case.id, 2, case.received_at, "public", "task-opened", "investigate", "Investigate the complaint",
        '{"task":1}', first, second,
    )  # fmt: skip


TABLES: dict[Table, Callable[[Case, Moment], Iterable[Row]]] = {
    instances: _instance,
    complaints: _complaint,
    case_texts: _text,
    case_records: _record,
    milestones: _milestones,
    clocks: _clocks,
    work_items: _items,
    work_item_groups: _groups,
    case_people: _people,
    subscriptions: _subscription,
    history: _history,
}
"""The rows of a case by table, their values in the order of the table's columns."""


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))

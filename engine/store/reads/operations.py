"""What was given up, who works, and how large the database is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, literal, select, text

from engine.model.operations import DatabaseState, WorkerSeen
from engine.ports.reads import GivenUpRow, Page
from engine.store import cursors
from engine.store.tables import instances, jobs, outbox
from engine.store.types import UtcDateTime

MOST_WORKERS = 200

_WORKERS = text(
    """
    SELECT w.id, w.last_heartbeat AS seen, extract(epoch FROM now() - w.last_heartbeat) AS silent,
        EXISTS (SELECT FROM procrastinate_jobs j WHERE j.worker_id = w.id AND j.status = 'doing') AS busy
    FROM procrastinate_workers w ORDER BY w.last_heartbeat DESC, w.id LIMIT :most
    """
).columns(seen=UtcDateTime)


def given_up_jobs(connection: Connection, limit: int, cursor: str | None) -> Page[GivenUpRow]:
    """Jobs that were tried for the last time, the oldest first."""
    wanted = select(jobs.c.id, jobs.c.kind, jobs.c.name, instances.c.reference, *_shared(jobs)).join_from(
        jobs, instances, instances.c.id == jobs.c.instance_id
    )
    return _page(connection, wanted, jobs, limit, cursor)


def given_up_mails(connection: Connection, limit: int, cursor: str | None) -> Page[GivenUpRow]:
    """Mails that were tried for the last time, the oldest first."""
    wanted = select(
        outbox.c.id, outbox.c.kind, literal("").label("name"), outbox.c.reference, *_shared(outbox)
    )
    return _page(connection, wanted, outbox, limit, cursor)


def _shared(found: Table) -> tuple[ColumnElement[Any], ...]:
    return found.c.created_at, found.c.attempts, found.c.error


def _page(
    connection: Connection, wanted: Select[Any], found: Table, limit: int, cursor: str | None
) -> Page[GivenUpRow]:
    limit = cursors.clamp(limit)
    order = [found.c.created_at, found.c.id]
    wanted = wanted.where(found.c.state == "failed")
    if cursor is not None:
        wanted = wanted.where(cursors.behind(order, cursors.read(cursor, (datetime, str))))
    rows = [
        GivenUpRow(**row._mapping) for row in connection.execute(wanted.order_by(*order).limit(limit + 1))
    ]
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(shown, cursors.written([shown[-1].created_at, shown[-1].id]) if more else None)


def workers(connection: Connection) -> Sequence[WorkerSeen]:
    """Workers of a shared database, the last seen first. The embedded one keeps no list."""
    if connection.dialect.name != "postgresql":
        return ()
    found = connection.execute(_WORKERS, {"most": MOST_WORKERS})
    return [WorkerSeen(row.id, row.seen, float(row.silent), row.busy) for row in found]


def database(connection: Connection) -> DatabaseState:
    """Its kind, version, schema and size."""
    schema = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    if connection.dialect.name == "postgresql":
        version = connection.exec_driver_sql("SHOW server_version").scalar_one()
        size = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
        return DatabaseState("PostgreSQL", version.partition(" ")[0], schema, size)
    version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    page = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    return DatabaseState("SQLite", version, schema, pages * page)

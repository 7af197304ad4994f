"""What was given up, who works, and how large the database is."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, text

from engine.model.operations import DatabaseState, WorkerSeen
from engine.model.work import Job, OutboxMail
from engine.store.repositories import jobs as job_rows
from engine.store.repositories import outbox as mail_rows
from engine.store.tables import jobs, outbox
from engine.store.types import UtcDateTime

MOST_WORKERS = 200

_WORKERS = text(
    """
    SELECT w.id, w.last_heartbeat AS seen, extract(epoch FROM now() - w.last_heartbeat) AS silent,
        EXISTS (SELECT FROM procrastinate_jobs j WHERE j.worker_id = w.id AND j.status = 'doing') AS busy
    FROM procrastinate_workers w ORDER BY w.last_heartbeat DESC, w.id LIMIT :most
    """
).columns(seen=UtcDateTime)


def given_up_jobs(connection: Connection, limit: int) -> Sequence[Job]:
    """Jobs that were tried for the last time, the oldest first."""
    failed = select(jobs).where(jobs.c.state == "failed").order_by(jobs.c.created_at, jobs.c.id)
    return [job_rows.of_row(row) for row in connection.execute(failed.limit(limit))]


def given_up_mails(connection: Connection, limit: int) -> Sequence[OutboxMail]:
    """Mails that were tried for the last time, the oldest first."""
    failed = select(outbox).where(outbox.c.state == "failed").order_by(outbox.c.created_at, outbox.c.id)
    return [mail_rows.of_row(row) for row in connection.execute(failed.limit(limit))]


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

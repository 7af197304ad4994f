"""What waits to be done and what was given up, in counts that stay cheap however much there is."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, Table, func, literal, select, text, union_all

from engine.model.step import InstanceStatus
from engine.store.tables import instances, jobs, outbox

LIMIT = 10_000
"""Where counts end: beyond it the number says no more, and looking on would cost."""

_WORKERS = text(
    """
    SELECT count(*) FILTER (WHERE last_heartbeat > now() - interval '30 seconds') AS alive,
        count(*) FILTER (WHERE last_heartbeat <= now() - interval '30 seconds') AS silent
    FROM procrastinate_workers
    """
)


def backlog(connection: Connection, at: datetime) -> dict[str, float]:
    """Counts of what waits and what failed (timers, mails, jobs, incidents), and how late the earliest is.

    Each reads an index, and of that at most LIMIT entries.
    """
    counts = (
        _count("due_timers", instances, instances.c.next_due_at.is_not(None), instances.c.next_due_at <= at),
        _count("incidents", instances, instances.c.status == InstanceStatus.INCIDENT.value),
        _count("ended_by_error", instances, instances.c.status == InstanceStatus.FAILED.value),
        _count("queued_mails", outbox, outbox.c.due_at.is_not(None)),
        _count("failed_mails", outbox, outbox.c.state == "failed"),
        _count("queued_jobs", jobs, jobs.c.due_at.is_not(None)),
        _count("parked_jobs", jobs, jobs.c.state == "parked"),
        _count("failed_jobs", jobs, jobs.c.state == "failed"),
    )
    found = {row[0]: float(row[1]) for row in connection.execute(union_all(*counts))}
    earliest = connection.execute(
        select(
            *(
                select(func.min(column)).where(column.is_not(None)).scalar_subquery().label(name)
                for name, column in (
                    ("oldest_late_seconds", instances.c.next_due_at),
                    ("oldest_mail_late_seconds", outbox.c.due_at),
                    ("oldest_job_late_seconds", jobs.c.due_at),
                )
            )
        )
    ).one()
    late = {str(name): _late(at, moment) for name, moment in earliest._mapping.items()}
    return found | late | _workers(connection) | {"limit": float(LIMIT)}


def _workers(connection: Connection) -> dict[str, float]:
    """Of a shared database: how many queues are worked off, and how many workers have fallen silent."""
    if connection.dialect.name != "postgresql":
        return {}
    found = connection.execute(_WORKERS).one()
    return {"workers_alive": float(found.alive), "workers_silent": float(found.silent)}


def _count(name: str, table: Table, *where: ColumnElement[bool]) -> Select[str, int]:
    some = select(literal(1).label("one")).select_from(table).where(*where).limit(LIMIT).subquery()
    return select(literal(name), func.count()).select_from(some)


def _late(at: datetime, moment: datetime | None) -> float:
    return max(0.0, (at - moment).total_seconds()) if moment is not None else 0.0

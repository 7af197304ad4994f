"""Few figures: distinct values for filters, open instances, and what waits to be done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, literal, or_, select, union_all

from engine.errors import InvalidInput
from engine.model.step import InstanceStatus
from engine.store.tables import complaints, instances, jobs, outbox

FIELDS = ("category", "channel", "product", "outcome", "owner")


def values(connection: Connection, field: str) -> Sequence[str]:
    """Distinct values of a field, sorted, without empty ones. Hops through the index, however long that is.

    Raises:
        InvalidInput: the register keeps no index of that field.
    """
    if field not in FIELDS:
        raise InvalidInput(f"There is no list of values of '{field}', only of {', '.join(FIELDS)}")
    column = complaints.c[field]
    hop = select(func.min(column).label("value")).where(column > "").cte("hop", recursive=True)
    behind = select(func.min(column)).where(column > hop.c.value).scalar_subquery()
    hop = hop.union_all(select(behind).where(hop.c.value.is_not(None)))
    return connection.scalars(select(hop.c.value).where(hop.c.value.is_not(None))).all()


def open_instances(connection: Connection) -> dict[tuple[str, int], int]:
    """Open instances by (definition key, version)."""
    which = (instances.c.key, instances.c.definition_version)
    rows = connection.execute(
        select(*which, func.count()).where(instances.c.ended_at.is_(None)).group_by(*which).order_by(*which)
    )
    return {(key, version): number for key, version, number in rows}


def backlog(connection: Connection, at: datetime) -> dict[str, float]:
    """Counts of what waits and what failed: timers, mails, jobs, incidents; and how late the oldest is."""
    due = (instances.c.next_due_at.is_not(None), instances.c.next_due_at <= at)
    oldest = connection.scalar(select(func.min(instances.c.next_due_at)).where(*due))
    rows = connection.execute(
        union_all(
            select(literal("due_timers"), func.count()).select_from(instances).where(*due),
            select(literal("queued_mails"), func.count())
            .select_from(outbox)
            .where(or_(outbox.c.state == "queued", outbox.c.state == "sending")),
            select(literal("failed_mails"), func.count())
            .select_from(outbox)
            .where(outbox.c.state == "failed"),
            select(literal("queued_jobs"), func.count())
            .select_from(jobs)
            .where(or_(jobs.c.state == "queued", jobs.c.state == "parked")),
            select(literal("failed_jobs"), func.count()).select_from(jobs).where(jobs.c.state == "failed"),
            select(literal("incidents"), func.count())
            .select_from(instances)
            .where(instances.c.status == InstanceStatus.INCIDENT.value),
        )
    )
    late = (at - oldest).total_seconds() if oldest is not None else 0.0
    return {name: float(number) for name, number in rows} | {"oldest_late_seconds": late}

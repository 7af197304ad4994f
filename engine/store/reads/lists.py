"""Pages of instances and of mails, newest first."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, or_, select

from engine.model.work import Instance, OutboxMail
from engine.ports.reads import Page
from engine.store import cursors
from engine.store.repositories import instances as instance_rows
from engine.store.repositories import outbox as mail_rows
from engine.store.tables import instances, jobs, outbox

_SHAPE = (datetime, str)


def instances_page(
    connection: Connection, status: str | None, limit: int, cursor: str | None
) -> Page[Instance]:
    """Instances, the latest started first; those that an error has ended count as incidents too, and those
    of which a job was given up."""
    statement = select(instances)
    if status == "incident":
        given_up = select(jobs.c.instance_id).where(jobs.c.state == "failed")
        broken = instances.c.status.in_(("incident", "failed"))
        statement = statement.where(or_(broken, instances.c.id.in_(given_up)))
    elif status is not None:
        statement = statement.where(instances.c.status == status)
    rows, behind = _page(connection, statement, instances, "started_at", limit, cursor)
    return Page([instance_rows.of_row(row) for row in rows], behind)


def mails_page(connection: Connection, limit: int, cursor: str | None) -> Page[OutboxMail]:
    """Mails, the latest created first."""
    rows, behind = _page(connection, select(outbox), outbox, "created_at", limit, cursor)
    return Page([mail_rows.of_row(row) for row in rows], behind)


def _page(
    connection: Connection, statement: Select[Any], table: Table, moment: str, limit: int, cursor: str | None
) -> tuple[list[Any], str | None]:
    limit = cursors.clamp(limit)
    order = [table.c[moment], table.c.id]
    if cursor is not None:
        statement = statement.where(cursors.before(order, cursors.read(cursor, _SHAPE)))
    rows = list(connection.execute(statement.order_by(*(each.desc() for each in order)).limit(limit + 1)))
    shown = rows[:limit]
    more = len(rows) > limit
    return shown, cursors.written([shown[-1]._mapping[moment], shown[-1].id]) if more else None

"""How punctual the handling was, and how much came and went (ISO 10002, 8.2; DOMAIN §8)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from engine.store.tables import clocks, complaints

_IN_TIME = and_(clocks.c.stopped_at.is_not(None), clocks.c.stopped_at <= clocks.c.due_at)


def on_time(connection: Connection, stop: str, since: datetime, until: datetime) -> tuple[int, int]:
    """(in time, due): clocks that the milestone stops, due in [since, until); open ones count as late."""
    row = connection.execute(
        select(func.count().filter(_IN_TIME), func.count()).where(
            clocks.c.stop == stop, clocks.c.due_at >= since, clocks.c.due_at < until
        )
    ).one()
    return int(row[0]), int(row[1])


def volumes(connection: Connection, since: datetime, until: datetime) -> dict[str, int]:
    """`received`, `closed` in [since, until) and `open` now; withdrawn and merged ones count apart."""
    apart = or_(complaints.c.outcome.is_(None), complaints.c.outcome.not_in(("withdrawn", "merged")))
    row = connection.execute(
        select(
            func.count().filter(complaints.c.received_at >= since, complaints.c.received_at < until),
            func.count().filter(complaints.c.closed_at >= since, complaints.c.closed_at < until, apart),
            func.count().filter(complaints.c.closed_at >= since, complaints.c.closed_at < until, ~apart),
            func.count().filter(complaints.c.status == "open"),
        )
    ).one()
    return dict(zip(("received", "closed", "withdrawn", "open"), map(int, row), strict=True))


def oldest_open(connection: Connection) -> datetime | None:
    """When the open case was received that was received first."""
    first: datetime | None = connection.scalar(
        select(func.min(complaints.c.received_at)).where(complaints.c.status == "open")
    )
    return first


def open_until(connection: Connection, moments: Sequence[datetime]) -> list[int]:
    """How many open cases were received until each moment, by one statement."""
    if not moments:
        return []
    received = complaints.c.received_at
    counts = (func.count().filter(received <= moment) for moment in moments)
    row = connection.execute(
        select(*counts).where(complaints.c.status == "open", received <= max(moments))
    ).one()
    return [int(number) for number in row]

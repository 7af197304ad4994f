"""Few figures: distinct values for filters, and open instances."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from engine.errors import InvalidInput
from engine.store.tables import complaints, instances

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

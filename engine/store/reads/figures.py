"""Few figures: distinct values for filters, and open instances."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select, union_all

from engine.errors import InvalidInput
from engine.ports.reads import MOST_VALUES
from engine.store.tables import complaints, instances

FIELDS = ("category", "channel", "product", "outcome", "owner")


def values(connection: Connection, fields: Collection[str]) -> dict[str, list[str]]:
    """The first values of each field, sorted, without empty ones, by one statement.

    Hops through the index from one to the next, however many cases have each.

    Raises:
        InvalidInput: the register keeps no index of a field.
    """
    for field in fields:
        if field not in FIELDS:
            raise InvalidInput(f"There is no list of values of '{field}', only of {', '.join(FIELDS)}")
    found: dict[str, list[str]] = {field: [] for field in fields}
    if fields:
        for field, value in connection.execute(union_all(*(_hops(field) for field in found))):
            found[field].append(value)
    return {field: sorted(each) for field, each in found.items()}


def _hops(field: str) -> Select[Any]:
    column = complaints.c[field]
    hop = select(func.min(column).label("value"), literal(1).label("number")).where(column > "")
    hops = hop.cte(f"hop_{field}", recursive=True)
    behind = select(func.min(column)).where(column > hops.c.value).scalar_subquery()
    more = select(behind, hops.c.number + 1).where(hops.c.value.is_not(None), hops.c.number < MOST_VALUES)
    hops = hops.union_all(more)
    return select(literal(field), hops.c.value).where(hops.c.value.is_not(None))


def open_instances(connection: Connection) -> dict[tuple[str, int], int]:
    """Open instances by (definition key, version)."""
    which = (instances.c.key, instances.c.definition_version)
    rows = connection.execute(
        select(*which, func.count()).where(instances.c.ended_at.is_(None)).group_by(*which).order_by(*which)
    )
    return {(key, version): number for key, version, number in rows}

"""The whole history, by instance."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from engine.model.work import HistoryEntry
from engine.store import cursors
from engine.store.repositories.history import of_row
from engine.store.tables import history, instances


def all_history(connection: Connection, after: tuple[str, int] | None, limit: int) -> Sequence[HistoryEntry]:
    """Entries by instance and seq, behind `after`. Raises Broken where one cannot be read."""
    order = [history.c.instance_id, history.c.seq]
    statement = select(history).order_by(*order).limit(limit)
    if after is not None:
        statement = statement.where(cursors.behind(order, after))
    return [of_row(row) for row in connection.execute(statement)]


def chains(connection: Connection) -> Sequence[tuple[str, int, str]]:
    """(instance, length, head) of every instance, by instance."""
    columns = (instances.c.id, instances.c.chain_length, instances.c.chain_head)
    rows = connection.execute(select(*columns).order_by(instances.c.id))
    return [(instance, length, head) for instance, length, head in rows]

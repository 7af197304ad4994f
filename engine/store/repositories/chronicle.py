"""The installation's own history: who changed its settings, calendars and people."""

from collections.abc import Iterable, Sequence
from secrets import token_bytes
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from engine.errors import Broken
from engine.events import Event
from engine.history import HOUSE, chain, commitments
from engine.model.work import HistoryEntry
from engine.store.repositories.house import SqlSettings
from engine.store.tables import house_history
from engine.store.types import moment

END = "house.chain"
"""Setting: length and head of the chain."""

_APPEND = insert(house_history)
_NEWEST = (
    select(house_history)
    .where(house_history.c.seq < bindparam("before"))
    .order_by(house_history.c.seq.desc())
    .limit(bindparam("limit"))
)
_BEYOND = 2**31 - 1


class SqlChronicle:
    """Rows of `house_history`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._settings = SqlSettings(connection)

    def append(self, events: Iterable[Event], actor: str) -> None:
        length, head = read_end(self._settings.get(END))
        made = chain.entries(HOUSE, length, head, events, actor, lambda: token_bytes(commitments.SALT_BYTES))
        if made.kept:
            raise Broken("The installation's own history keeps no personal texts")
        if made.rows:
            self._connection.execute(_APPEND, [_to_row(row) for row in made.rows])
            self._settings.set(END, f"{made.length} {made.head}")

    def newest(self, limit: int = 50, before: int | None = None) -> Sequence[HistoryEntry]:
        wanted = {"before": before or _BEYOND, "limit": limit}
        return [_of_row(row) for row in self._connection.execute(_NEWEST, wanted)]


def read_end(text: str | None) -> tuple[int, str]:
    """Length and head of the chain, as the setting tells. Raises Broken."""
    length, _, head = (text or "0 ").partition(" ")
    try:
        return int(length), head
    except ValueError as error:
        raise Broken(f"Expected the end of the installation's own history, found {text!r}") from error


def _of_row(row: Row[Any]) -> HistoryEntry:
    values = dict(row._mapping)
    try:
        data = chain.read_data(values.pop("data"))
    except (TypeError, ValueError) as error:
        raise Broken(f"Entry {values['seq']} in the installation's own history cannot be read") from error
    return HistoryEntry(instance=HOUSE, data=data, **values)


def _to_row(entry: chain.StoredEntry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "at": moment(entry.at),
        "actor": entry.actor,
        "kind": entry.kind,
        "element": entry.element,
        "name": entry.name,
        "data": entry.data,
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }

"""The history: appended to, read, revealed; and, where the law asks for it, emptied of personal texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from secrets import token_bytes
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select

from engine.errors import Broken
from engine.events import Event
from engine.history import chain, commitments, reveal
from engine.model.work import HistoryEntry, Instance
from engine.store.prepared import Prepared
from engine.store.tables import history, history_values

_APPEND = Prepared(insert(history))
_KEEP = Prepared(insert(history_values))
_OF_INSTANCE = (
    select(history)
    .where(history.c.instance_id == bindparam("instance"), history.c.seq > bindparam("after"))
    .order_by(history.c.seq)
    .limit(bindparam("limit"))
)
_KEPT = select(history_values.c.commitment, history_values.c.value).where(
    history_values.c.instance_id == bindparam("instance"), history_values.c.seq == bindparam("seq")
)
_KEPT_BETWEEN = select(history_values.c.seq, history_values.c.commitment, history_values.c.value).where(
    history_values.c.instance_id == bindparam("instance"),
    history_values.c.seq.between(bindparam("first"), bindparam("last")),
)
_ERASE = delete(history_values).where(history_values.c.instance_id == bindparam("instance"))
_ERASE_ENTRY = _ERASE.where(history_values.c.seq == bindparam("entry"))


def _salt() -> bytes:
    return token_bytes(commitments.SALT_BYTES)


class SqlHistory:
    """Rows of `history` and `history_values`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, instance: Instance, events: Iterable[Event], actor: str) -> Instance:
        made = chain.entries(instance.id, instance.chain_length, instance.chain_head, events, actor, _salt)
        if made.rows:
            _APPEND.run_all(
                self._connection, [_to_row(row, at) for row, at in zip(made.rows, made.moments, strict=True)]
            )
        if made.kept:
            _KEEP.run_all(self._connection, [_kept_row(value) for value in made.kept])
        return replace(instance, chain_length=made.length, chain_head=made.head)

    def of_instance(self, instance: str, after: int = 0, limit: int = 1000) -> Sequence[HistoryEntry]:
        wanted = {"instance": instance, "after": after, "limit": limit}
        return [of_row(row) for row in self._connection.execute(_OF_INSTANCE, wanted)]

    def reveal(self, entry: HistoryEntry) -> Mapping[str, object]:
        wanted = {"instance": entry.instance, "seq": entry.seq}
        kept = dict(self._connection.execute(_KEPT, wanted).all())
        return reveal(entry.data, kept)

    def reveal_all(self, entries: Sequence[HistoryEntry]) -> Sequence[Mapping[str, object]]:
        if not entries:
            return []
        numbers = [entry.seq for entry in entries]
        wanted = {"instance": entries[0].instance, "first": min(numbers), "last": max(numbers)}
        kept: dict[int, dict[str, str]] = {}
        for seq, commitment, value in self._connection.execute(_KEPT_BETWEEN, wanted):
            kept.setdefault(seq, {})[commitment] = value
        return [reveal(entry.data, kept.get(entry.seq, {})) for entry in entries]

    def erase(self, instance: str, seq: int | None = None) -> int:
        """Remove the personal texts of an instance's entries, or of one; answers how many rows held them.

        The chain stays valid: it never held them, only commitments.
        """
        if seq is None:
            return self._connection.execute(_ERASE, {"instance": instance}).rowcount
        return self._connection.execute(_ERASE_ENTRY, {"instance": instance, "entry": seq}).rowcount


def of_row(row: Row[Any]) -> HistoryEntry:
    """The row as an entry. Raises Broken when it cannot be read."""
    values = dict(row._mapping)
    instance, seq = values.pop("instance_id"), values.pop("seq")
    try:
        data = chain.read_data(values.pop("data"))
    except (TypeError, ValueError, RecursionError) as error:
        raise Broken(f"Entry {seq} in the history of instance '{instance}' cannot be read") from error
    return HistoryEntry(instance=instance, seq=seq, data=data, **values)


def _to_row(entry: chain.StoredEntry, at: datetime) -> dict[str, object]:
    return {
        "instance_id": entry.instance,
        "seq": entry.seq,
        "at": at,
        "actor": entry.actor,
        "kind": entry.kind,
        "element": entry.element,
        "name": entry.name,
        "data": entry.data,
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def _kept_row(value: commitments.KeptValue) -> dict[str, object]:
    return {
        "instance_id": value.instance,
        "seq": value.seq,
        "commitment": value.commitment,
        "salt": value.salt,
        "value": value.value,
    }

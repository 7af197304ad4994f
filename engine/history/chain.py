"""Entries and how each is linked to the one before it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from engine.events import Event
from engine.history.canonical import canonical_json, iso
from engine.history.commitments import KeptValue, Salts
from engine.history.writing import data_of
from engine.model.work import HistoryEntry

TAG = b"querela/history/1\n"
"""Sets these hashes apart from all others, and names the way of writing: another way gets another number."""

HOUSE = "house"
"""Names the installation's own chain, where the others name their instance."""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as its row holds it: nothing is read into it yet, so damage of any kind can be told."""

    instance: object
    seq: object
    at: object  #: ISO text in UTC, to the microsecond
    actor: object
    kind: object
    element: object
    name: object
    data: object  #: canonical JSON text
    previous_hash: object
    hash: object

    def text(self) -> str:
        """Canonical JSON of every column but the hash. Raises TypeError when a column holds no JSON value."""
        if not isinstance(self.data, str):
            raise TypeError("Expected the data of an entry to be text")
        return _text(
            self.instance,
            self.seq,
            self.at,
            self.actor,
            self.kind,
            self.element,
            self.name,
            self.data,
            self.previous_hash,
        )


@dataclass(frozen=True, slots=True)
class Chained:
    """What is to be appended to one chain: the rows, the personal texts beside them, and the new end."""

    rows: Sequence[StoredEntry]
    kept: Sequence[KeptValue]
    length: int
    head: str
    moments: Sequence[datetime]  #: of the rows


@dataclass(slots=True)
class _Keeper:
    """Collects what was hidden from one entry."""

    instance: str
    seq: int
    kept: list[KeptValue] = field(default_factory=list)

    def __call__(self, commitment: str, salt: str, value: str) -> None:
        self.kept.append(KeptValue(self.instance, self.seq, commitment, salt, value))


def _text(*columns: object, **in_json: str) -> str:
    """Canonical JSON of an entry's columns, in their order in StoredEntry; `data` is JSON already.

    `in_json`: columns that many entries share, written already.
    """
    instance, seq, at, actor, kind, element, name, data, previous_hash = columns
    j = canonical_json
    actor = in_json.get("actor") or j(actor)
    instance = in_json.get("instance") or j(instance)
    return (
        f'{{"actor":{actor},"at":{j(at)},"data":{data},"element":{j(element)},"instance":{instance},'
        f'"kind":{j(kind)},"name":{j(name)},"previous_hash":{j(previous_hash)},"seq":{j(seq)}}}'
    )


def entries(
    instance: str, length: int, head: str, events: Iterable[Event], actor: str, salts: Salts
) -> Chained:
    """The entries that tell these events, linked to a chain of that length and head."""
    rows: list[StoredEntry] = []
    kept: list[KeptValue] = []
    moments: list[datetime] = []
    in_json = {"actor": canonical_json(actor), "instance": canonical_json(instance)}
    for event in events:
        length += 1
        data = data_of(event, salts, _Keeper(instance, length, kept))
        columns = (
            instance,
            length,
            iso(event.at),
            actor,
            event.kind(),
            event.element,
            event.name,
            data,
            head,
        )
        head = _hash(_text(*columns, **in_json))
        rows.append(StoredEntry(*columns, head))
        moments.append(event.at)
    return Chained(rows, kept, length, head, moments)


def hash_of(entry: StoredEntry) -> str:
    """SHA-256, in hexadecimal, over every column but the hash.

    Raises:
        TypeError: a column holds something that JSON has no form for.
    """
    return _hash(entry.text())


def _hash(text: str) -> str:
    return sha256(TAG + text.encode()).hexdigest()


def stored(entry: HistoryEntry) -> StoredEntry:
    """The entry as its row would hold it."""
    return StoredEntry(
        entry.instance,
        entry.seq,
        iso(entry.at),
        entry.actor,
        entry.kind,
        entry.element,
        entry.name,
        canonical_json(entry.data),
        entry.previous_hash,
        entry.hash,
    )


def canonical(entry: HistoryEntry) -> str:
    """The text that an entry's hash is taken over: canonical JSON of all its columns but the hash."""
    return stored(entry).text()


def entry_hash(entry: HistoryEntry) -> str:
    """What the entry's hash must be."""
    return hash_of(stored(entry))


def read_data(text: str) -> dict[str, object]:
    """The data of a row, with exact numbers. Raises ValueError when it is not a JSON object."""
    found = json.loads(text, parse_float=Decimal)
    if not isinstance(found, dict):
        raise ValueError("Expected the data of an entry to be a JSON object")
    return found

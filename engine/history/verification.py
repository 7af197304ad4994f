"""The proof: every entry is as it was written, in its place, and none is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.history.chain import HOUSE, StoredEntry, hash_of, read_data, stored
from engine.history.commitments import KEY, commitment
from engine.history.evidence import Archive, ChainEnd, Evidence, StoredValue
from engine.model.work import HistoryEntry


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain is not what was written."""

    instance: str
    seq: int  #: position in the chain, from 1
    reason: str  #: in plain words, e.g. `the entry was changed after it was written`
    reference: str | None = None  #: of the complaint

    def sentence(self) -> str:
        """The break as one sentence for people."""
        if self.instance == HOUSE:
            return f"The installation's own history, entry {self.seq}: {self.reason}."
        case = f" (complaint {self.reference})" if self.reference else ""
        return f"History of instance {self.instance}{case}, entry {self.seq}: {self.reason}."


@dataclass(frozen=True, slots=True)
class Verification:
    """What the proof found. Counting ends at the first break."""

    ok: bool
    chains: int
    entries: int
    first_broken: Break | None


def verify_chain(entries: Iterable[HistoryEntry], length: int, head: str) -> Break | None:
    """The first break of one chain whose instance says `length` and `head`; None where it is whole."""
    link: _Link | None = None
    for entry in entries:
        link = link or _Link(ChainEnd(entry.instance, None, length, head))
        try:
            broken = link.add(stored(entry))
        except RecursionError:
            broken = _break(entry.instance, entry.seq, "it cannot be read")
        if broken:
            return broken
    if link is None:
        return _missing(ChainEnd("", None, length, head))
    return link.end()


def verify(archive: Archive) -> Verification:
    """Recompute every hash, link, chain end and kept personal text of the store."""
    count = _Count()
    with archive.evidence() as evidence:
        broken = next(_breaks(evidence, count), None)
    return Verification(broken is None, count.chains, count.entries, broken)


@dataclass(slots=True)
class _Count:
    chains: int = 0
    entries: int = 0


def _breaks(evidence: Evidence, count: _Count) -> Iterator[Break]:
    yield from _broken_rows(evidence.rows(), count)
    yield from _broken_ends(evidence.ends_without_rows(), count)
    yield from _broken_rows(evidence.house_rows(), count)
    yield from _broken_ends((end for end in evidence.house_end_without_rows() if end.length != 0), count)
    for value in evidence.values():
        broken = _broken_value(value)
        if broken:
            yield broken


def _broken_ends(ends: Iterable[ChainEnd], count: _Count) -> Iterator[Break]:
    for end in ends:
        count.chains += 1
        broken = _missing(end)
        if broken:
            yield broken


def _broken_rows(rows: Iterable[tuple[StoredEntry, ChainEnd | None]], count: _Count) -> Iterator[Break]:
    link: _Link | None = None
    for row, end in rows:
        if link is None or row.instance != link.instance:
            if link is not None and (broken := link.end()):
                yield broken
            if end is None:
                yield _break(row.instance, row.seq, "the instance that it belongs to is not there")
                continue
            link = _Link(end)
            count.chains += 1
        count.entries += 1
        if broken := link.add(row):
            yield broken
    if link is not None and (broken := link.end()):
        yield broken


@dataclass(slots=True)
class _Link:
    """One chain on the way through it."""

    chain: ChainEnd
    length: int = 0
    head: object = ""
    instance: object = field(init=False)

    def __post_init__(self) -> None:
        self.instance = self.chain.instance

    def add(self, row: StoredEntry) -> Break | None:
        """Go on to the next row; answers what is wrong with it."""
        expected = self.length + 1
        reason = self._reason(row, expected)
        if reason:
            return _break(row.instance, expected, reason, self.chain.reference)
        self.length, self.head = expected, row.hash
        return None

    def _reason(self, row: StoredEntry, expected: int) -> str | None:
        if not isinstance(row.seq, int):
            return f"its number cannot be read ({row.seq!r})"
        if row.seq > expected:
            return f"it is missing; the next one there has number {row.seq}"
        if row.seq < expected:
            return f"an entry with number {row.seq} stands in its place"
        if row.previous_hash != self.head:
            return "it does not follow from the entry before it"
        try:
            made = hash_of(row)
            read_data(str(row.data))
        except (TypeError, ValueError, RecursionError):
            return "it cannot be read"
        return None if made == row.hash else "it was changed after it was written"

    def end(self) -> Break | None:
        """What is wrong with the chain's end."""
        chain = self.chain
        if chain.length != self.length:
            if isinstance(chain.length, int) and chain.length > self.length:
                return _break(chain.instance, self.length + 1, _cut_off(chain.length), chain.reference)
            reason = f"the instance tells of {chain.length!r} entries only"
            return _break(chain.instance, self.length, reason, chain.reference)
        if chain.head != self.head:
            reason = "the instance names another last entry"
            return _break(chain.instance, self.length, reason, chain.reference)
        return None


def _missing(end: ChainEnd) -> Break | None:
    """What is wrong with a chain of which no entry is there."""
    if end.length == 0 and end.head == "":
        return None
    if isinstance(end.length, int) and end.length > 0:
        return _break(end.instance, 1, _cut_off(end.length), end.reference)
    return _break(end.instance, 0, "the instance tells of a history that is not there", end.reference)


def _cut_off(length: int) -> str:
    return f"it is missing, and whatever followed it: the instance tells of {length} entries"


def _broken_value(row: StoredValue) -> Break | None:
    """What is wrong with a kept personal text."""
    if not isinstance(row.data, str) or f'"{KEY}":"{row.commitment}"' not in row.data:
        return _break(row.instance, row.seq, "a personal text is kept for it that it never held")
    try:
        salt = bytes.fromhex(str(row.salt))
    except ValueError:
        salt = b""
    whole = isinstance(row.value, str) and salt.hex() == row.salt
    if not whole or commitment(salt, str(row.value)) != row.commitment:
        return _break(row.instance, row.seq, "a personal text kept for it was changed")
    return None


def _break(instance: object, seq: object, reason: str, reference: object = None) -> Break:
    return Break(
        str(instance),
        seq if isinstance(seq, int) else 0,
        reason,
        None if reference is None else str(reference),
    )

"""Personal texts enter the chain as a salted commitment: who erases text and salt leaves the chain valid.

A commitment is SHA-256 over a tag, a random salt of 128 bits and the text. Without the salt nobody can find
out by guessing whether a text stood there. An entry holds one commitment, to the list of all its texts, and
in the place of each text its number in that list. Entries written earlier hold a commitment for each text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from engine.feel import wire
from engine.feel.values import Range
from engine.history.canonical import canonical_json

TAG = b"querela/commitment/1\n"
KEY = "$commitment"
"""Names the commitment among an entry's data; in entries written earlier, one in the place of each text."""

SEALED = "$sealed"
"""Names the number of a text in the place where the text would stand."""

SALT_BYTES = 16

Salts = Callable[[], bytes]
"""Gives a fresh random salt at each call."""


@dataclass(frozen=True, slots=True)
class KeptValue:
    """What a commitment is to, beside the chain, as long as it may be kept."""

    instance: str
    seq: int
    commitment: str
    salt: str  #: hexadecimal
    value: str  #: canonical JSON, a list of the entry's texts


@dataclass(slots=True)
class Seal:
    """The personal texts of one entry, on the way into it."""

    texts: list[str] = field(default_factory=list)
    _places: dict[tuple[str, str], str] = field(default_factory=dict)

    def hide(self, value: object, name: str) -> object:
        """The wire form of a FEEL value with a number for every text. Names of a context's entries stay.

        `name`: of the field or the variable. Its text takes one place however often the entry tells it; equal
        texts of different names take one each, so that nobody sees that they are equal.
        """
        if isinstance(value, str):
            return {SEALED: self._place(name, value)}
        if isinstance(value, list):
            return [self.hide(item, name) for item in value]
        if isinstance(value, dict):
            entries = {key: self.hide(entry, key) for key, entry in value.items()}
            return {wire.TYPE: "context", wire.VALUE: entries} if wire.TYPE in value else entries
        written = wire.to_wire(value)
        if isinstance(written, dict) and isinstance(value, Range) and '"' in str(written[wire.VALUE]):
            return {wire.TYPE: written[wire.TYPE], wire.VALUE: self.hide(written[wire.VALUE], name)}
        return written

    def kept(self) -> str:
        """What the commitment is to."""
        return canonical_json(self.texts)

    def _place(self, name: str, text: str) -> str:
        place = self._places.get((name, text))
        if place is None:
            place = self._places[name, text] = str(len(self.texts))
            self.texts.append(text)
        return place


def commitment(salt: bytes, value: str) -> str:
    """The commitment to a text, in hexadecimal."""
    return sha256(TAG + salt + value.encode("utf-8", "surrogatepass")).hexdigest()


def plain(written: object) -> object:
    """Wire data in which nothing can be taken for a commitment or a sealed text."""
    if isinstance(written, list):
        return [plain(item) for item in written]
    if not isinstance(written, Mapping):
        return written
    if wire.TYPE in written:
        inside = written[wire.VALUE]
        entries = _entries(inside) if isinstance(inside, Mapping) else inside
    else:
        entries = _entries(written)
        if KEY not in entries and SEALED not in entries:
            return entries
    return {wire.TYPE: written.get(wire.TYPE, "context"), wire.VALUE: entries}


def _entries(written: Mapping[str, object]) -> dict[str, object]:
    return {name: plain(entry) for name, entry in written.items()}

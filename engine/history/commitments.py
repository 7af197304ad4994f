"""Personal texts enter the chain as salted commitments: who erases text and salt leaves the chain valid.

A commitment is SHA-256 over a tag, a random salt of 128 bits and the text. Without the salt nobody can find
out by guessing whether a text stood there.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from engine.feel import wire
from engine.feel.values import Range

TAG = b"querela/commitment/1\n"
KEY = "$commitment"
SALT_BYTES = 16
_HASH = re.compile("[0-9a-f]{64}")

Salts = Callable[[], bytes]
"""Gives a fresh random salt at each call."""


@dataclass(frozen=True, slots=True)
class KeptValue:
    """A personal text beside the chain, as long as it may be kept."""

    instance: str
    seq: int
    commitment: str
    salt: str  #: hexadecimal
    value: str


def commitment(salt: bytes, value: str) -> str:
    """The commitment to a text, in hexadecimal."""
    return sha256(TAG + salt + value.encode("utf-8", "surrogatepass")).hexdigest()


def hide(value: object, salts: Salts, keep: Callable[[str, str, str], None]) -> object:
    """The wire form of a FEEL value with a commitment for every text.

    `keep` gets commitment, salt and text of each. Names of a context's entries stay as they are.
    """
    if isinstance(value, str):
        salt = salts()
        made = commitment(salt, value)
        keep(made, salt.hex(), value)
        return {KEY: made}
    if isinstance(value, list):
        return [hide(item, salts, keep) for item in value]
    if isinstance(value, dict):
        entries = {name: hide(entry, salts, keep) for name, entry in value.items()}
        return {wire.TYPE: "context", wire.VALUE: entries} if wire.TYPE in value else entries
    written = wire.to_wire(value)
    if isinstance(written, dict) and isinstance(value, Range) and '"' in str(written[wire.VALUE]):
        return {wire.TYPE: written[wire.TYPE], wire.VALUE: hide(written[wire.VALUE], salts, keep)}
    return written


def reveal(data: Mapping[str, object], kept: Mapping[str, str]) -> Mapping[str, object]:
    """An entry's data as FEEL values, with the texts that are kept (by commitment); erased ones are null."""
    return {name: wire.from_wire(_show(value, kept)) for name, value in data.items()}


def _show(value: object, kept: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_show(item, kept) for item in value]
    if not isinstance(value, Mapping):
        return value
    made = value.get(KEY)
    if len(value) == 1 and isinstance(made, str) and _HASH.fullmatch(made):
        return kept.get(made)
    if wire.TYPE not in value:
        return {name: _show(entry, kept) for name, entry in value.items()}
    return _show_typed(value[wire.TYPE], value.get(wire.VALUE), kept)


def _show_typed(kind: object, value: object, kept: Mapping[str, str]) -> object:
    if kind == "context" and isinstance(value, Mapping):
        return {wire.TYPE: kind, wire.VALUE: {name: _show(entry, kept) for name, entry in value.items()}}
    shown = _show(value, kept)
    return None if shown is None else {wire.TYPE: kind, wire.VALUE: shown}

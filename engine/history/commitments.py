"""Personal texts enter the chain as salted commitments: who erases text and salt leaves the chain valid.

A commitment is SHA-256 over a tag, a random salt of 128 bits and the text. Without the salt nobody can find
out by guessing whether a text stood there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from engine.feel import wire
from engine.feel.values import from_python

TAG = b"querela/commitment/1\n"
KEY = "$commitment"
SALT_BYTES = 16

Salts = Callable[[], bytes]
"""Gives a fresh random salt at each call."""

_NOT_TEXT = frozenset(
    {
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
        "number",
    }
)


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


def tree(value: object) -> object:
    """A value in wire form. Raises FeelValueError when it has none."""
    return wire.to_wire(from_python(value))


def hide(value: object, salts: Salts, keep: Callable[[str, str, str], None]) -> object:
    """The wire form with a commitment for every text; `keep` gets commitment, salt and text of each."""
    if isinstance(value, str):
        salt = salts()
        made = commitment(salt, value)
        keep(made, salt.hex(), value)
        return {KEY: made}
    if isinstance(value, list):
        return [hide(item, salts, keep) for item in value]
    if isinstance(value, dict):
        if value.get(wire.TYPE) in _NOT_TEXT:
            return value
        return {k: v if k == wire.TYPE else hide(v, salts, keep) for k, v in value.items()}
    return value


def reveal(data: Mapping[str, object], kept: Mapping[str, str]) -> Mapping[str, object]:
    """An entry's data as FEEL values, with the texts that are kept (by commitment); erased ones are null."""
    return {name: wire.from_wire(_show(value, kept)) for name, value in data.items()}


def _show(value: object, kept: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_show(item, kept) for item in value]
    if isinstance(value, Mapping):
        made = value.get(KEY)
        if len(value) == 1 and isinstance(made, str):
            return kept.get(made)
        shown = {key: _show(item, kept) for key, item in value.items()}
        erased = wire.TYPE in shown and shown.get(wire.VALUE) is None
        return None if erased else shown
    return value

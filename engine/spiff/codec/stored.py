"""Variables as they were stored: each is read when it is first asked for, and written only if it was set."""

from collections.abc import Iterator, KeysView

from engine.errors import Broken
from engine.feel import FeelError
from engine.feel.layers import ABSENT, COMPOUND
from engine.feel.unread import Unread
from engine.feel.wire import PLAIN, from_wire, to_wire

Plain = object


class Stored(Unread):
    """Variables of a scope between its load and its store.

    Values are never changed in place, so what was only read is written back as it stood.
    """

    def __init__(self, plain: dict[str, Plain]) -> None:
        self.plain = plain
        self._read: dict[str, object] = {}
        self._set: set[str] = set()
        self._compounds: list[tuple[str, object]] | None = None

    def __getitem__(self, name: str) -> object:
        if name not in self._read:
            try:
                self._read[name] = from_wire(self.plain[name])
            except FeelError as error:
                raise Broken(f"The stored variable “{name}” cannot be read: {error}") from error
        return self._read[name]

    def get(self, name: str, default: object = None) -> object:
        """The variable; the other if there is none."""
        found = self._read.get(name, ABSENT)
        if found is not ABSENT:
            return found
        plain = self.plain.get(name, ABSENT)
        if plain is ABSENT:
            return default
        return plain if type(plain) in PLAIN else self[name]

    def __setitem__(self, name: str, value: object) -> None:
        if name not in self.plain:
            self.sort_out_again()
        before = self._read[name] if name in self._set else self.plain.setdefault(name, None)
        if isinstance(value, COMPOUND) or isinstance(before, COMPOUND):
            self._compounds = self._inside = None
        self._read[name] = value
        self._set.add(name)

    def __delitem__(self, name: str) -> None:
        del self.plain[name]
        self._read.pop(name, None)
        self._set.discard(name)
        self._compounds = None
        self.sort_out_again()

    def __contains__(self, name: object) -> bool:
        return name in self.plain

    def __iter__(self) -> Iterator[str]:
        return iter(self.plain)

    def __len__(self) -> int:
        return len(self.plain)

    def keys(self) -> KeysView[str]:
        """The names."""
        return self.plain.keys()

    def compounds(self) -> list[tuple[str, object]]:
        """The names of contexts and lists, each with its value or that value's wire form."""
        if self._compounds is None:
            values = (
                (name, self._read[name] if name in self._set else at) for name, at in self.plain.items()
            )
            self._compounds = [(name, value) for name, value in values if isinstance(value, COMPOUND)]
        return self._compounds

    def written(self) -> dict[str, Plain]:
        """All of them in wire form, in their order."""
        return {
            name: to_wire(self._read[name]) if name in self._set else plain
            for name, plain in self.plain.items()
        }

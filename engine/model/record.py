"""The further fields of a register entry, changed without reading those that stay as they are."""

from collections.abc import Iterator, Mapping


class Amended(Mapping[str, object]):
    """A record with some entries anew, laid over the one that was there; nothing of that is read for it."""

    __slots__ = ("base", "changes")

    def __init__(self, base: Mapping[str, object], changes: Mapping[str, object]) -> None:
        self.base = base
        self.changes = dict(changes)

    def __getitem__(self, name: str) -> object:
        return self.changes[name] if name in self.changes else self.base[name]

    def __contains__(self, name: object) -> bool:
        return name in self.changes or name in self.base

    def __iter__(self) -> Iterator[str]:
        yield from self.base
        yield from (name for name in self.changes if name not in self.base)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"Amended({', '.join(self.changes)})"

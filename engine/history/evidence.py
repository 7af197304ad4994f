"""What a proof of the history needs to read, row by row and as it lies there."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from engine.history.chain import StoredEntry


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """What an instance's own row says of its chain."""

    instance: object
    reference: object  #: of the complaint it handles, or None
    length: object
    head: object


@dataclass(frozen=True, slots=True)
class StoredValue:
    """Kept personal texts as their row holds them, with the data of their entry (None: there is none)."""

    instance: object
    seq: object
    commitment: object
    salt: object
    value: object
    data: object


class Evidence(Protocol):
    """One moment of the store. Every iterator streams: memory does not grow with the history."""

    def rows(self) -> Iterator[tuple[StoredEntry, ChainEnd | None]]:
        """All entries by instance and seq, each with what its instance says (None: it is not there)."""

    def ends_without_rows(self) -> Iterator[ChainEnd]:
        """Instances that have no entry at all, by instance."""

    def house_rows(self) -> Iterator[tuple[StoredEntry, ChainEnd | None]]:
        """The entries of the installation's own history, with its chain's end."""

    def house_end_without_rows(self) -> Iterator[ChainEnd]:
        """What its end says, where it has no entry at all."""

    def values(self) -> Iterator[StoredValue]:
        """All kept personal texts, by instance and seq."""


class Archive(Protocol):
    """A store whose history can be examined."""

    def evidence(self) -> AbstractContextManager[Evidence]:
        """What is stored at this moment; writing may go on meanwhile."""

"""The store: one unit of work is one transaction, read and written through small repositories.

Every method acts inside the unit's transaction. `Store.begin()` opens it for writing (on SQLite immediately),
commits at the end of the `with` block and rolls back when an exception leaves it; `Store.read()` only looks.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from engine.events import Event
from engine.model.attempts import Attempts
from engine.model.complaint import Attachment, Complaint, ConversationEntry
from engine.model.package import Definition, Package
from engine.model.people import Person, Token
from engine.model.step import Waiting
from engine.model.work import Clock, HistoryEntry, Instance, Pause, WorkItem
from engine.ports.post import Errands, Inbox, Jobs, Outbox
from engine.ports.reads import Reads


class Instances(Protocol):
    def add(self, instance: Instance) -> None: ...
    def get(self, instance: str) -> Instance:
        """The row, locked for this transaction where the database can. Raises NotFound."""

    def save(self, instance: Instance) -> Instance:
        """Write it with `version` one higher. Raises ConcurrentChange when the stored version is another."""

    def of_case(self, reference: str) -> Sequence[Instance]:
        """Every instance that has handled the case, the first one first; not locked."""

    def due(self, at: datetime, limit: int = 100) -> Sequence[tuple[str, datetime]]:
        """(id, next_due_at) of instances due at `at` or before, earliest first."""

    def subscribe(self, instance: str, waiting: Iterable[Waiting]) -> None:
        """Replace what the instance waits for by name (messages and signals)."""

    def subscribers(self, kind: str, name: str, key: str | None) -> Sequence[str]:
        """Instances that wait for a message or signal, oldest subscription first.

        `key`: canonical wire text; a subscription without a key (null) matches every key.
        """


class WorkItems(Protocol):
    def add(self, items: Iterable[WorkItem]) -> None: ...
    def get(self, item: str, who: str = "") -> WorkItem:
        """The item; `who` is about to take it or to complete it. Raises NotFound."""

    def save(self, item: WorkItem) -> WorkItem:
        """Write it with `version` one higher. Raises ConcurrentChange."""

    def of_instance(self, instance: str, *, open_only: bool = True) -> Sequence[WorkItem]: ...
    def completed_by(self, instance: str, elements: Iterable[str]) -> frozenset[str]:
        """Logins of those who completed any of these elements in this instance."""

    def take_part(self, reference: str, login: str) -> None:
        """Note that this person has acted in the case, and so may go on seeing it."""


class Complaints(Protocol):
    def next_reference(self, year: int) -> str:
        """The next of the year's series, e.g. `2026-000001`; no gaps, as it rolls back with the unit."""

    def add(self, complaint: Complaint) -> None: ...
    def get(self, reference: str) -> Complaint:
        """Raises NotFound."""

    def save(self, complaint: Complaint) -> Complaint:
        """Raises ConcurrentChange."""

    def by_external_id(self, external_id: str) -> Complaint | None: ...
    def reach(self, reference: str, milestone: str, at: datetime) -> bool:
        """Note a milestone's first time; False: it had been reached before."""

    def milestones(self, reference: str) -> Mapping[str, datetime]: ...
    def clocks(self, reference: str) -> Sequence[Clock]: ...
    def next_breach(self, reference: str) -> datetime | None:
        """When the next of its clocks is due that runs and has not been breached."""

    def put_clock(self, clock: Clock) -> None:
        """Add it, or replace the one of that name."""

    def pauses(self, reference: str) -> Sequence[Pause]: ...
    def put_pause(self, pause: Pause) -> None:
        """Add it, or replace the one with the same start."""

    def say(self, entry: ConversationEntry) -> None: ...
    def conversation(self, reference: str) -> Sequence[ConversationEntry]: ...
    def attach(self, attachment: Attachment) -> None: ...
    def attachments(self, reference: str) -> Sequence[Attachment]: ...


class Chronicle(Protocol):
    """The installation's own history, a chain of its own."""

    def append(self, events: Iterable[Event], actor: str) -> None:
        """Append entries. Raises ConcurrentChange when somebody else appends at the same moment."""

    def newest(self, limit: int = 50, before: int | None = None) -> Sequence[HistoryEntry]:
        """Entries, newest first; `before`: only those with a lower number."""


class History(Protocol):
    def append(self, instance: Instance, events: Iterable[Event], actor: str) -> Instance:
        """Append entries to the instance's chain; answers the instance with its new chain length and head.

        The caller saves the instance afterwards: length and head stand with it.
        """

    def of_instance(self, instance: str, after: int = 0, limit: int = 1000) -> Sequence[HistoryEntry]: ...
    def reveal(self, entry: HistoryEntry) -> Mapping[str, object]:
        """The entry's data with commitments replaced by the values that are still kept (FEEL values)."""

    def reveal_all(self, entries: Sequence[HistoryEntry]) -> Sequence[Mapping[str, object]]:
        """The same of many entries of one instance, in their order, by one statement."""


class Definitions(Protocol):
    def publish(self, package: Package, by: str, reason: str, at: datetime) -> Definition:
        """A new version; the same content again answers the version that has it already."""

    def get(self, key: str, version: int | None = None) -> Definition:
        """A version, or the newest. Raises NotFound."""

    def package(self, sha256: str) -> Package:
        """Raises NotFound."""

    def all(self) -> Sequence[Definition]:
        """Every version of every key, by key, newest first."""


class People(Protocol):
    def add(self, person: Person) -> None:
        """Raises InvalidInput when the login is taken."""

    def save(self, person: Person) -> None: ...
    def get(self, login: str) -> Person | None: ...
    def all(self) -> Sequence[Person]: ...
    def anybody(self, groups: Iterable[str], left_out: Iterable[str]) -> bool:
        """Whether somebody active has one of these roles or groups who is none of those left out."""

    def add_token(self, token: Token) -> None: ...
    def by_token(self, hash: str) -> tuple[Person, Token] | None: ...


class Settings(Protocol):
    """Few values of the whole installation, by name."""

    def get(self, name: str) -> str | None: ...
    def set(self, name: str, value: str) -> None: ...
    def beginning(self, prefix: str) -> Mapping[str, str]:
        """All settings whose names begin so."""

    def lock(self) -> None:
        """Let nobody else begin an instance until this transaction ends, and wait for those who do so now.

        What counts for instances that come into being meanwhile is then told apart from what counted before.
        """


class Answers(Protocol):
    """Answers of the API kept for requests that are sent twice, encrypted by the caller."""

    def get(self, caller: str, key: str) -> tuple[str, bytes] | None:
        """(fingerprint of path and body, answer), or None."""

    def add(self, caller: str, key: str, fingerprint: str, answer: bytes, at: datetime) -> bool:
        """False: kept already."""

    def forget_before(self, at: datetime) -> int: ...


class AttemptBook(Protocol):
    """Attempts at doors that stand open to everybody, by key."""

    def take(self, key: str, most: int, span: float, amount: int, now: datetime) -> bool:
        """Whether so many more fit into the last `span` seconds; then they are noted."""

    def known(self, key: str) -> Attempts: ...
    def forget(self, key: str | None) -> int:
        """Forget a key, None: all; answers how many."""


class Unit(Protocol):
    """One transaction."""

    @property
    def instances(self) -> Instances: ...
    @property
    def work_items(self) -> WorkItems: ...
    @property
    def complaints(self) -> Complaints: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def errands(self) -> Errands: ...
    @property
    def history(self) -> History: ...
    @property
    def chronicle(self) -> Chronicle: ...
    @property
    def definitions(self) -> Definitions: ...
    @property
    def people(self) -> People: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def attempts(self) -> AttemptBook: ...
    @property
    def reads(self) -> Reads: ...


class Store(Protocol):
    """The database."""

    def begin(self) -> AbstractContextManager[Unit]: ...
    def read(self) -> AbstractContextManager[Unit]: ...
    def holding(self, name: str) -> AbstractContextManager[bool]:
        """Whether the name is this process's alone for the block, as far as the database can tell."""

    def migrate(self) -> None:
        """Create the schema, or bring it to this release's."""

    def ready(self) -> bool:
        """Whether the database answers and its schema is this release's."""

    def close(self) -> None: ...

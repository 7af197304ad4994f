"""The read side: lists for pages and API, a page at a time, through indexes. Cursors are opaque texts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from engine.model.complaint import Complaint
from engine.model.operations import DatabaseState, WorkerSeen
from engine.model.work import HistoryEntry, Instance, OutboxMail, WorkItem

T = TypeVar("T")

MOST_COUNTED = 1_000
"""Where counts of a list end: one that is larger means "more than this", and looking on would cost."""
MOST_VALUES = 200
"""Of a field's values so many are offered to filter by."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a list; `next` is the cursor of the part behind it."""

    items: Sequence[T]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which work items. `login` and `groups`: only own ones, and unclaimed ones of the groups."""

    state: str | None = "open"  #: open, done or None for both
    login: str | None = None  #: None: everybody's, for which there is no index
    groups: frozenset[str] = field(default_factory=frozenset)
    mine: bool = False  #: only those that `login` has
    group: str | None = None
    reference: str | None = None
    text: str = ""
    due_from: datetime | None = None
    due_before: datetime | None = None
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which entries of the register. `references_of`: only cases in which this person has or had a task,
    or a task of one of `groups` is open."""

    status: str | None = None
    text: str = ""  #: in reference, subject, description, product, category, complainant's name and address
    received_from: datetime | None = None
    received_to: datetime | None = None  #: exclusive
    category: str | None = None
    channel: str | None = None
    kind: str | None = None
    outcome: str | None = None
    owner: str | None = None
    late: bool = False  #: only with a breached clock that still runs
    login: str | None = None  #: None: all cases
    groups: frozenset[str] = field(default_factory=frozenset)
    sort: str = "-received_at"
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A work item with what its list shows of the case."""

    item: WorkItem
    subject: str | None
    received_at: datetime | None
    case_severity: int | None
    case_priority: str | None = None
    case_flags: frozenset[str] = frozenset()  #: names in the case's record that are true, e.g. danger


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A register entry with what its list shows beside it; of its record only what is true, e.g. danger."""

    complaint: Complaint
    milestones: Mapping[str, datetime]
    next_clock: str | None  #: name of the running clock that is due first
    next_clock_due_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class GivenUpRow:
    """A job or mail that was tried for the last time."""

    id: str
    kind: str  #: of a job message, signal, begin or recount; of a mail the key of its text
    name: str  #: of the message or signal
    reference: str | None  #: of its case
    created_at: datetime
    attempts: int
    error: str


class Reads(Protocol):
    def tasks(self, wanted: TaskFilter) -> Page[TaskRow]:
        """Due first (none due last), then by priority and age."""

    def task_counts(self, login: str, groups: frozenset[str], at: datetime) -> Mapping[str, int]:
        """Open items by `mine`, `group` (unclaimed), `late`, `today`, each at most MOST_COUNTED + 1."""

    def cases(self, wanted: CaseFilter) -> Page[CaseRow]: ...
    def case_counts(self) -> Mapping[str, int]:
        """Cases by status, and `late`, each at most MOST_COUNTED + 1."""

    def values(self, fields: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The first MOST_VALUES values of category, channel, product, outcome or owner, for filters."""

    def instances(self, status: str | None, limit: int, cursor: str | None) -> Page[Instance]: ...
    def open_instances(self) -> Mapping[tuple[str, int], int]:
        """Open instances by (definition key, version)."""

    def backlog(self, at: datetime) -> Mapping[str, float]:
        """Counts up to `limit`: `due_timers`, `queued_mails`, `failed_mails`, `queued_jobs`, `parked_jobs`,
        `failed_jobs`, `incidents`, `ended_by_error`; how late the earliest is, in seconds:
        `oldest_late_seconds`, `oldest_mail_late_seconds`, `oldest_job_late_seconds`. Of a shared database
        also `workers_alive` and `workers_silent`."""

    def given_up_jobs(self, limit: int, cursor: str | None = None) -> Page[GivenUpRow]:
        """Jobs that were tried for the last time, the oldest first."""

    def given_up_mails(self, limit: int, cursor: str | None = None) -> Page[GivenUpRow]:
        """Mails that were tried for the last time, the oldest first."""

    def workers(self) -> Sequence[WorkerSeen]:
        """Workers of a shared database, the last seen first; of an embedded one none is known."""

    def database(self) -> DatabaseState: ...
    def on_time(self, stop: str, since: datetime, until: datetime) -> tuple[int, int]:
        """(in time, due) of clocks that the milestone stops, due in [since, until); open is late."""

    def volumes(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """`received`, `closed` and `withdrawn` (merged ones too) in [since, until), and `open` now."""

    def oldest_open(self) -> datetime | None:
        """When the open case was received that was received first."""

    def open_until(self, moments: Sequence[datetime]) -> Sequence[int]:
        """How many open cases were received until each moment."""

    def mails(self, limit: int, cursor: str | None) -> Page[OutboxMail]: ...
    def may_see(self, reference: str, login: str, groups: frozenset[str]) -> bool:
        """Whether the person has or had a task of the case, or a task of one of the groups is open in it."""

    def all_history(self, after: tuple[str, int] | None, limit: int) -> Sequence[HistoryEntry]:
        """All entries by instance and seq, for verification."""

    def chains(self) -> Sequence[tuple[str, int, str]]:
        """(instance, length, head) of every instance, by instance."""

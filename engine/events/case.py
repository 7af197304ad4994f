"""What happened to a case beside its diagram: its record, its people, its mails and its clocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.events.base import Event


@dataclass(frozen=True, kw_only=True)
class ComplaintReceived(Event):
    """The first entry of every case (ISO 10002, 7.2)."""

    personal = frozenset({"record"})
    reference: str
    type: str  #: complaint, suggestion, compliment or enquiry
    channel: str
    received_at: datetime
    record: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class RecordChanged(Event):
    personal = frozenset({"changes"})
    changes: Mapping[str, tuple[object, object]]  #: field: before, after


@dataclass(frozen=True, kw_only=True)
class TaskClaimed(Event):
    task: int


@dataclass(frozen=True, kw_only=True)
class TaskReleased(Event):
    task: int


@dataclass(frozen=True, kw_only=True)
class TaskAssigned(Event):
    personal = frozenset({"reason"})
    task: int
    to: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskCompleted(Event):
    """A person completed a user task with these answers."""

    personal = frozenset({"values", "changes"})
    spare = frozenset({"claimed", "flows", "changes"})
    task: int
    values: Mapping[str, object]
    claimed: bool = False  #: nobody had it before
    flows: tuple[str, ...] = ()  #: this and `changes` as in ElementCompleted, which then is not told apart
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MailQueued(Event):
    personal = frozenset({"to"})
    mail: str
    to: str
    outbox: str


@dataclass(frozen=True, kw_only=True)
class MailSkipped(Event):
    """A mail was due and nobody could be written to, e.g. `no address`."""

    mail: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MailSent(Event):
    outbox: str


@dataclass(frozen=True, kw_only=True)
class MailFailed(Event):
    outbox: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MailRetried(Event):
    """Somebody asked to send a mail that was given up."""

    outbox: str


@dataclass(frozen=True, kw_only=True)
class MailDismissed(Event):
    """Somebody decided that a mail that was given up need not be sent any more."""

    personal = frozenset({"reason"})
    outbox: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClockStarted(Event):
    clock: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockStopped(Event):
    clock: str
    due_at: datetime
    late: bool


@dataclass(frozen=True, kw_only=True)
class ClockBreached(Event):
    clock: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockMoved(Event):
    clock: str
    before: datetime
    due_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class CasePaused(Event):
    personal = frozenset({"reason", "awaiting"})
    reason: str
    awaiting: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class CaseResumed(Event):
    personal = frozenset({"reason"})
    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseExtended(Event):
    personal = frozenset({"reason"})
    clock: str
    reason: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ConversationAdded(Event):
    """A message from or to the complainant."""

    personal = frozenset({"subject", "text"})
    direction: str  #: in or out
    channel: str
    subject: str
    text: str


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Event):
    personal = frozenset({"filename"})
    filename: str
    sha256: str
    size: int
    type: str


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(Event):
    personal = frozenset({"reason"})
    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    outcome: str | None


@dataclass(frozen=True, kw_only=True)
class CaseReopened(Event):
    personal = frozenset({"reason"})
    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseConverted(Event):
    personal = frozenset({"reason"})
    before: str
    after: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseMerged(Event):
    personal = frozenset({"reason"})
    into: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class JobGivenUp(Event):
    """What an earlier step had left to be done could not be done; it waits for somebody to retry it."""

    personal = frozenset({"reason"})  #: it may quote a value
    job: str  #: message, signal, begin or recount
    reason: str


@dataclass(frozen=True, kw_only=True)
class JobRetried(Event):
    """Somebody asked to do a job that was given up."""

    job: str  #: message, signal, begin or recount


@dataclass(frozen=True, kw_only=True)
class JobDismissed(Event):
    """Somebody decided that a job that was given up need not be done any more."""

    personal = frozenset({"reason"})
    job: str  #: message, signal, begin or recount
    reason: str


@dataclass(frozen=True, kw_only=True)
class InstanceSuspended(Event):
    personal = frozenset({"reason"})
    reason: str


@dataclass(frozen=True, kw_only=True)
class InstanceResumed(Event):
    personal = frozenset({"reason"})
    reason: str


@dataclass(frozen=True, kw_only=True)
class InstanceRetried(Event):
    """Somebody asked to go on from every open incident."""

    personal = frozenset({"reason"})
    reason: str


@dataclass(frozen=True, kw_only=True)
class InstanceCancelled(Event):
    personal = frozenset({"reason"})
    reason: str


@dataclass(frozen=True, kw_only=True)
class TokenMoved(Event):
    """A person moved work from one element to another."""

    personal = frozenset({"reason"})
    source: str
    target: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class InstanceMigrated(Event):
    personal = frozenset({"reason"})
    before: int
    after: int
    reason: str

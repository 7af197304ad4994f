"""Stored rows about running processes and the work of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.model.step import InstanceStatus


@dataclass(frozen=True, slots=True)
class Instance:
    """A process instance as stored. `version` counts writes: the guard against lost updates."""

    id: str
    key: str  #: of its definition
    definition_version: int
    package: str  #: sha256 of the package's content
    status: InstanceStatus
    state: bytes  #: the runtime's
    version: int
    started_at: datetime
    ended_at: datetime | None = None
    next_timer_at: datetime | None = None  #: earliest timer of the diagram
    next_due_at: datetime | None = None  #: earliest of timers and clocks; None also while suspended
    reference: str | None = None  #: of the complaint it handles
    chain_length: int = 0  #: entries of its history
    chain_head: str = ""  #: hash of the last one


class WorkItemState(StrEnum):
    """`open` is unfinished, claimed or not."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One user task of one instance, on somebody's list. `id` is `INSTANCE-TASK`."""

    id: str
    instance: str
    task: int
    element: str
    name: str
    form: str | None
    reference: str | None
    groups: tuple[str, ...]
    opened_at: datetime
    state: WorkItemState = WorkItemState.OPEN
    assignee: str | None = None  #: login of who has it
    due_at: datetime | None = None
    priority: int = 0
    milestone: str | None = None
    barred: tuple[str, ...] = ()  #: logins that may not have it (own earlier part, conflict)
    draft: Mapping[str, object] | None = None  #: answers kept for later, FEEL values
    closed_at: datetime | None = None
    closed_by: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a task stands, told to somebody who came too late for it."""

    id: str
    name: str
    state: WorkItemState
    assignee: str | None
    closed_by: str | None
    closed_at: datetime | None

    @classmethod
    def of(cls, item: WorkItem) -> "Standing":
        """What is told of a work item."""
        return cls(item.id, item.name, item.state, item.assignee, item.closed_by, item.closed_at)


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline of a case, between two milestones."""

    reference: str
    name: str
    stop: str  #: milestone that stops it
    unit: str
    limit: str  #: decimal number of units, as computed at its start
    started_at: datetime
    due_at: datetime
    pausable: bool
    escalate_to: str
    stopped_at: datetime | None = None
    breached_at: datetime | None = None  #: its due moment, once that has passed unmet
    extended_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count on a case's pausable clocks."""

    reference: str
    started_at: datetime
    until: datetime
    reason: str
    awaiting: str
    ended_at: datetime | None = None  #: when it was ended early

    def covers(self, moment: datetime) -> bool:
        """Whether the case is paused at the moment."""
        return self.started_at <= moment < (self.ended_at or self.until)


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """A mail that leaves through the outbox. `key` makes it exist once, however often it is asked for.

    A letter to a complainant without an address is kept from the beginning, `to` nobody: it is read on the
    tracking page.
    """

    id: str
    key: str
    instance: str
    reference: str | None
    to: str
    subject: str
    body: str  #: plain text; a tracking code stands as dots
    created_at: datetime
    state: str = "queued"  #: queued, sending, sent, kept (no SMTP configured) or failed
    html: str = ""
    attempts: int = 0
    next_try_at: datetime | None = None
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    error: str = ""
    secret: bytes | None = None  #: encrypted tracking code, only until it is sent
    kind: str = ""  #: key of its text, e.g. acknowledgement


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A message from outside, kept until an instance wants it."""

    id: str  #: the sender's; the same id is delivered once
    name: str
    key: str  #: canonical wire text of the correlation key, "null" for none
    values: Mapping[str, object]
    received_at: datetime
    delivered_to: tuple[str, ...] = ()  #: instances


@dataclass(frozen=True, slots=True)
class Job:
    """What a command leaves to be done for one instance, in a transaction of its own.

    Jobs of one instance run in their order, by moment and then by id, each once: its row goes with what it
    does.
    """

    instance: str  #: in whose order it runs: the one that it is for, or that it comes from
    id: str
    kind: str  #: message, signal, begin or recount
    name: str  #: of message or signal; why deadlines are computed anew
    values: Mapping[str, object]
    created_at: datetime
    due_at: datetime | None  #: None unless it is queued
    state: str = "queued"  #: queued, parked (its instance is suspended) or failed
    attempts: int = 0
    error: str = ""
    hops: int = 1  #: the how-many-eth job in a row, each left by the one before


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One link of an instance's chain. `hash` covers every other column."""

    instance: str
    seq: int  #: from 1, without gaps
    at: datetime
    actor: str
    kind: str
    element: str | None
    name: str | None
    data: Mapping[str, object]  #: wire form; personal texts are commitments
    previous_hash: str
    hash: str

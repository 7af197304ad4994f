"""What the runtime answers: the whole effect of one command on one process instance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.events import Event

Variables = Mapping[str, object]
"""Variable names with FEEL values (`engine.feel`)."""


class InstanceStatus(StrEnum):
    """Where a process instance stands."""

    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"
    INCIDENT = "incident"  #: a step failed and waits for a retry; what is beside it goes on
    FAILED = "failed"  #: an error that nobody caught ended it


@dataclass(frozen=True, slots=True)
class UserTask:
    """Work for a person, as the diagram asks for it. `id` is unique within its instance."""

    id: int
    element: str
    name: str
    form: str | None
    assignee: str | None
    groups: tuple[str, ...]
    due_at: datetime | None
    priority: int
    milestone: str | None
    opened_at: datetime
    excludes: tuple[str, ...] = ()  #: `querela:excludes`: who completed these elements may not have it


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that an instance waits for beside people."""

    element: str
    kind: str  #: timer, message, signal or condition
    name: str | None = None  #: of the message or signal
    key: object = None  #: correlation key, a FEEL value
    due_at: datetime | None = None  #: of a timer


@dataclass(frozen=True, slots=True)
class Incident:
    """A step that failed; `retry` goes on from there."""

    task: int
    element: str
    name: str
    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MailRequest:
    """A mail that the diagram asks for. Who `to` stands for is settled outside the runtime."""

    element: str
    name: str
    mail: str  #: key of the text
    to: tuple[str, ...]
    at: datetime
    values: Variables  #: variables of the scope at that moment


@dataclass(frozen=True, slots=True)
class Thrown:
    """A message or signal that left the instance."""

    kind: str  #: message or signal
    name: str
    key: object
    values: Variables


@dataclass(frozen=True, slots=True)
class Step:
    """New state and everything that happened on the way to the next wait states."""

    state: bytes
    status: InstanceStatus
    happened: tuple[Event, ...]  #: in order
    opened: tuple[UserTask, ...]
    closed: tuple[int, ...]  #: ids of user tasks that are no longer open, completed or cancelled
    waiting: tuple[Waiting, ...]  #: everything waited for now; a play in memory leaves it to `Look`
    awaited: frozenset[tuple[str, str]]  #: kinds and names of the messages and signals among it
    next_due_at: datetime | None  #: of the earliest timer
    mails: tuple[MailRequest, ...]
    thrown: tuple[Thrown, ...]
    incidents: tuple[Incident, ...]  #: all that are open now
    variables: Variables  #: of the outermost scope
    waits_changed: bool = True  #: whether it waits for other messages or signals than before


@dataclass(frozen=True, slots=True)
class Look:
    """A stored instance opened for reading."""

    status: InstanceStatus
    variables: Variables
    open: tuple[UserTask, ...]
    waiting: tuple[Waiting, ...]
    incidents: tuple[Incident, ...]
    ended: tuple[str, ...]  #: ids of the end events that tokens have reached

"""What the runtime tells of a process instance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.events.base import Event

Inside = Mapping[str, object]
"""Something that has no entry of its own, because it came in the same instant as the entry that holds it."""


@dataclass(frozen=True, kw_only=True)
class InstanceStarted(Event):
    process: str  #: id of the process in the diagram


@dataclass(frozen=True, kw_only=True)
class ElementStarted(Event):
    """An activity began its work."""

    spare = frozenset({"timers"})
    type: str  #: BPMN element type, e.g. userTask
    task: int  #: token, unique within the instance
    timers: tuple[Inside, ...] = ()  #: armed with it: element, name, due_at


@dataclass(frozen=True, kw_only=True)
class ElementCompleted(Event):
    """A flow node did its work and its token went on along `flows`."""

    personal = frozenset({"changes"})
    spare = frozenset({"changes"})
    type: str
    task: int
    flows: tuple[str, ...] = ()  #: ids of the sequence flows taken
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)  #: variable: before, after


@dataclass(frozen=True, kw_only=True)
class ElementCancelled(Event):
    type: str
    task: int


@dataclass(frozen=True, kw_only=True)
class MilestoneReached(Event):
    milestone: str


@dataclass(frozen=True, kw_only=True)
class UserTaskOpened(Event):
    spare = frozenset({"groups", "assignee", "due_at", "timers"})
    task: int
    groups: tuple[str, ...]
    assignee: str | None
    due_at: datetime | None
    timers: tuple[Inside, ...] = ()  #: armed with it, as in ElementStarted


@dataclass(frozen=True, kw_only=True)
class TimerArmed(Event):
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class TimerFired(Event):
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class TimerMoved(Event):
    """A deadline was computed anew, because a pause or a calendar changed."""

    before: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class TimerPassed(Event):
    """The moment lay before the case was recorded here: noted, not acted upon."""

    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Event):
    personal = frozenset({"values"})
    message: str
    values: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class MessageThrown(Event):
    message: str


@dataclass(frozen=True, kw_only=True)
class SignalThrown(Event):
    signal: str


@dataclass(frozen=True, kw_only=True)
class DecisionMade(Event):
    """A business rule task asked a decision."""

    personal = frozenset({"inputs", "changes"})
    spare = frozenset({"rules", "flows", "changes"})
    decision: str
    inputs: Mapping[str, object]
    result: object
    rules: tuple[str, ...] = ()  #: ids of the rules that matched
    flows: tuple[str, ...] = ()  #: this and `changes` as in ElementCompleted, which then is not told apart
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class VariableOverwritten(Event):
    """Two branches wrote the same variable; the later one won."""

    variable: str


@dataclass(frozen=True, kw_only=True)
class IncidentRaised(Event):
    personal = frozenset({"message"})  #: it may quote a value
    message: str
    task: int


@dataclass(frozen=True, kw_only=True)
class IncidentRetried(Event):
    task: int


@dataclass(frozen=True, kw_only=True)
class InstanceEnded(Event):
    status: str  #: completed, cancelled or failed

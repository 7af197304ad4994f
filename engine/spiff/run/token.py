"""A token: SpiffWorkflow's task, with what binds it to others."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import Broken
from engine.feel import FeelError
from engine.feel.layers import Layers
from engine.spiff.specs.activities import EventSubprocess
from engine.spiff.timers.schedule import Alarm

if TYPE_CHECKING:
    from engine.spiff.run.instance import AnyScope, Instance
    from engine.spiff.specs.node import Node

COUNTER = "loopCounter"
ROOT = -1
"""Id of the root task in every scope; tokens count from 1."""


@dataclass(slots=True)
class Work:
    """What a user task asks of people, evaluated when it opened."""

    assignee: str | None
    groups: tuple[str, ...]
    due_at: datetime | None
    priority: int
    opened_at: datetime
    excludes: tuple[str, ...] = ()


@dataclass(slots=True)
class Turns:
    """How far a loop or multi-instance has come."""

    made: int = 0
    finished: int = 0
    total: int | None = None
    items: list[object] | None = None
    results: list[object] | None = None
    last: dict[str, object] | None = (
        None  #: variables of the instance that finished last, while they are needed
    )


@dataclass(slots=True)
class Done:
    """A completed activity that can be undone, with what was done inside it."""

    activity: str
    inner: "list[Done]" = field(default_factory=list)
    local: dict[str, object] | None = None  #: variables that were its own


class Counted(Layers):
    """Variables around a round of a loop, with its number above them; what is written goes below."""

    def __setitem__(self, name: str, value: object) -> None:
        self.maps[1][name] = value


Readers = Mapping[str, Callable[[Any], object]]


class Unread:
    """A field that is read from the token's stored form when it is first asked for; None where it has none.

    Of a thousand open tasks a step touches a few: the others are written back as they stood.
    """

    def __set_name__(self, _owner: type, name: str) -> None:
        self.name = name

    def __get__(self, token: "Token | None", _owner: type | None = None) -> Any:
        if token is None:
            return self
        if self.name in token.stored:
            try:
                value = token.readers[self.name](token.stored[self.name])
            except (ValueError, KeyError, TypeError, AttributeError, IndexError, FeelError) as error:
                raise Broken(f"The stored case cannot be read: {error!r}.") from error
            self.__set__(token, value)
        return token.__dict__.get(self.name)

    def __set__(self, token: "Token", value: object) -> None:
        token.stored.pop(self.name, None)
        token.__dict__[self.name] = value


class Bound:
    """The variables that a token sees, put together when they are first asked for."""

    def __get__(self, token: "Token | None", _owner: type | None = None) -> Any:
        if token is None:
            return self
        token.data = seen = token.around()
        return seen


class Token(Task):
    """A token, or a subscription that hangs on one.

    READY     a user task to do, or an automatic node in the queue
    STARTED   a subprocess, a loop, an event gateway or a compensating event that waits for others
    WAITING   a token at a join, or a subscription: catch event, boundary (`host`), event subprocess (`armed`)
    ERROR     an incident
    """

    id: int
    task_spec: "Node"
    workflow: "AnyScope"
    data: MutableMapping[str, object] = Bound()  # type: ignore[assignment]
    stored: dict[str, Any] = {}  #: fields as they were stored, until somebody asks  # noqa: RUF012
    readers: Readers = {}  #: how these are read  # noqa: RUF012

    flow: str | None = None  #: the flow by which it came, while it waits at a join
    gathered: bool = False  #: waits until as many have come as the activity needs
    host: int | None = None  #: the activity that this boundary event watches over
    armed: bool = False  #: an event subprocess that waits for its event
    gate: int | None = None  #: the event gateway (or ROOT) whose alternatives exclude each other
    body: int | None = None  #: the loop or multi-instance that this is an instance of
    ordinal: int = 0  #: of an instance, from 0
    undoes: int | None = None  #: the compensating event that waits for this
    awaited: list[str] | None = None  #: flows whose late tokens a complex gateway swallows
    turns: Turns | None = None
    alarms: dict[int, Alarm] | None = None  #: by position among the node's triggers
    truths: dict[int, bool] | None = None  #: of conditional triggers: what they were
    key: object = None  #: correlation key waited for
    seen: list[int] | None = None  #: triggers that have come, where all are needed
    work: Work | None = Unread()  # type: ignore[assignment]
    local: dict[str, object] | None = Unread()  # type: ignore[assignment]  #: variables of its own, above those of its scope
    changes: dict[str, tuple[object, object]] | None = None  #: variables written, before and after
    payload: dict[str, object] | None = None  #: values of a message that are still to be mapped
    undo: list[Done] | None = None  #: what a compensating event has still to undo
    aside: bool = False  #: undoes for a compensating event that has gone on meanwhile
    undo_scope: int | None = None  #: owner of the scope in which it does so
    branch: int = 0  #: the parallel branch it is on; 0 while there is only one
    leaving: bool = False  #: has been told as completed and is about to go

    def __init__(self, scope: "AnyScope", spec: "Node", state: int, token_id: int) -> None:
        # What SpiffWorkflow's task sets, too, but for the clock and the data that its bond gives it.
        self.id = token_id
        self.workflow = scope
        self.instance: Instance = scope.top_workflow  #: the process instance it belongs to
        self.task_spec = spec
        self._state = state
        self._parent = ROOT
        self._children: list[int] = []
        self.triggered = False
        self.thread_id = Task.thread_id_pool
        self.internal_data: dict[str, object] = {}
        self.last_state_change = 0.0
        scope.tasks[token_id] = self
        scope.task_tree._children.append(token_id)

    def _set_state(self, value: int) -> None:
        """SpiffWorkflow gathers fields for a log line of its own each time; the history tells it here."""
        self._state = value

    @property
    def event(self) -> "Node":
        """The node whose event it waits for: of an event subprocess, its start event."""
        node = self.task_spec
        return node.start if self.armed and isinstance(node, EventSubprocess) else node

    @property
    def is_live(self) -> bool:
        """Whether it keeps its scope open; subscriptions do not."""
        return self.host is None and not self.armed and self.awaited is None

    @property
    def is_reopened(self) -> bool:
        """Whether it is a finished subprocess, opened again so that what was done inside can be undone."""
        node = self.task_spec
        handler = node.for_compensation or isinstance(node, EventSubprocess)
        return self.undoes is not None and node.is_activity and not handler

    @property
    def is_told(self) -> bool:
        """Whether history hears of it: not of a loop's body, of whose instances it does."""
        return self.is_live and self.turns is None and not self.is_reopened and not self.aside

    @property
    def is_listed(self) -> bool:
        """Whether it is still there."""
        return self.instance.tokens.by_id.get(self.id) is self

    @property
    def is_open(self) -> bool:
        """Whether it is work that a person can complete."""
        return self.task_spec.manual and bool(self._state == TaskState.READY)

    def bind(self, outer: MutableMapping[str, object]) -> None:
        """Let it see the variables around it, below its own."""
        self._outer = outer
        self.__dict__.pop("data", None)

    def around(self) -> MutableMapping[str, object]:
        """The variables around it, below its own."""
        if self.local is not None:
            return Layers(self.local, self._outer)
        if self.body is not None:
            return Counted({COUNTER: Decimal(self.ordinal + 1)}, self._outer)
        return self._outer

    def evaluate(self, expression: str, extra: Mapping[str, object] | None = None) -> object:
        """The value of a FEEL expression as this token sees it. Raises Failure."""
        if extra:
            return self.instance.script_engine.evaluate(self, expression, extra)
        return self.instance.feel.evaluate(expression, self.data, native=True)

    def holds(self, condition: str, extra: Mapping[str, object] | None = None) -> bool:
        """Whether a condition is exactly true; null counts as false. Raises Failure."""
        return self.evaluate(condition, extra) is True

"""A process instance: SpiffWorkflow's workflow, with the rooms that move its tokens."""

from collections.abc import MutableMapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.events.process import IncidentRaised, InstanceEnded
from engine.model.step import Incident, InstanceStatus
from engine.spiff.expressions import FeelEngine
from engine.spiff.phase import Phase
from engine.spiff.run.activities import Activities, People
from engine.spiff.run.alarms import Alarms
from engine.spiff.run.asking import Asking
from engine.spiff.run.faults import Faults
from engine.spiff.run.joins import Joins
from engine.spiff.run.journal import Journal
from engine.spiff.run.leaving import Leaving
from engine.spiff.run.loops import Loops
from engine.spiff.run.scope import Scope, Tally
from engine.spiff.run.scopes import Scopes
from engine.spiff.run.throws import Throws
from engine.spiff.run.tokens import Tokens
from engine.spiff.run.undoing import Undoing
from engine.spiff.run.variables import Variables
from engine.spiff.run.waits import Waits
from engine.spiff.specs.gateways import Join

if TYPE_CHECKING:
    from engine.model.package import Package
    from engine.ports.runtime import Decisions, Surroundings
    from engine.spiff.run.token import Token
    from engine.spiff.specs.process import Process

AnyScope: TypeAlias = "Instance | Scope"
LARGEST = 10  #: how many times the limit of a step multi-instances can raise it
ENDLESS = "more than {} nodes ran without a rest: a loop in the diagram does not end"
UNCAUGHT = "nobody catches the error “{}”"
DEADLOCK = "waits for a token that can never come: nothing else in this case can move"


class Instance(Tally, BpmnWorkflow):
    """One process instance during one step. It lives from load to store."""

    subprocesses: dict[int, Scope]
    script_engine: FeelEngine

    def __init__(
        self, process: "Process", package: "Package", decisions: "Decisions", around: "Surroundings"
    ) -> None:
        super().__init__(process, {}, FeelEngine(around), deserializing=True)
        self.data: MutableMapping[str, object] = {}
        self.package, self.decisions = package, decisions
        self.status: InstanceStatus | None = None  #: how it ended
        self.failure: Incident | None = None  #: the error that nobody caught
        self.ended: dict[str, None] = {}  #: end events that tokens have reached, each once
        self._mover: Token | None = None
        self.touched: dict[AnyScope, None] = {}  #: scopes to look at
        self.tokens = Tokens(self)
        self.variables = Variables(self)
        self.faults: Faults = Faults(self)
        self.alarms = Alarms(self)
        self.waits: Waits = Waits(self)
        self.joins = Joins(self)
        self.scopes: Scopes = Scopes(self)
        self.activities: Activities = Activities(self)
        self.people = People(self)
        self.throws = Throws(self)
        self.asking = Asking(self)
        self.loops: Loops = Loops(self)
        self.undoing = Undoing(self)
        self.leaving: Leaving = Leaving(self)
        self.tally()
        self.begin(around)

    def begin(self, around: "Surroundings") -> None:
        """A step begins: nothing has been told yet, and it is another instant."""
        self.around = around
        self.zone = ZoneInfo(around.zone)
        self.script_engine = FeelEngine(around)
        self.feel = self.script_engine.environment  #: the same, asked without SpiffWorkflow's property
        self.journal = Journal()
        self.moves = 0
        self.allowed = around.max_moves
        self.waits.changed = False
        self.move_to(around.now)

    def dissolve(self) -> None:
        """Cut what binds its parts to each other, so that they go at once and leave no garbage to hunt."""
        for scope in self.subprocesses.values():
            scope.__dict__.clear()
        self.__dict__.clear()

    # ---- time

    @property
    def now(self) -> datetime:
        """The instant at which things happen: the command's, or that of the timer being fired."""
        return self.journal.now

    def move_to(self, instant: datetime) -> None:
        """Let everything from here on happen at an instant."""
        self.journal.now = self.feel.at = instant

    # ---- running

    def run(self) -> None:
        """Run automatic nodes until nothing moves by itself."""
        while self.status is None:
            self.scopes.settle()
            self.waits.look_at_conditions()
            self.scopes.settle()
            token = self.tokens.next_in_line()
            if token is None:
                return
            self.moves += 1
            if self.moves > self.allowed:
                self.faults.bear(token, Phase.LIMIT, ENDLESS.format(self.allowed))
                return
            self.faults.attempt(token, Phase.RUN)

    def run_timers(self, until: datetime) -> None:
        """Fire what is due, in due order, each at its own instant; then it is `until`."""
        while self.status is None and self.moves <= self.allowed:
            due_at = self.alarms.next_due()
            if due_at is None or due_at > until:
                break
            self.moves += 1
            self.alarms.ring()
            self.run()
        self.move_to(until)

    def allow(self, nodes: int) -> None:
        """Let so many nodes more run in this step: an instance of a multi-instance is no endless loop."""
        self.allowed = min(self.allowed + nodes, self.around.max_moves * LARGEST)

    def touch(self, scope: "AnyScope") -> None:
        """Look at a scope's joins, and whether it has run dry."""
        self.touched[scope] = None

    def incidents(self) -> tuple[Incident, ...]:
        """All that are open, and the error that ended it if one did."""
        return (*((self.failure,) if self.failure else ()), *self.faults.incidents())

    # ---- ending

    def end(self, status: InstanceStatus = InstanceStatus.COMPLETED) -> None:
        """Nothing is left to do, or nothing shall be done any more."""
        if self.status is not None:
            return
        self.status, self.completed = status, True
        self.tokens.cancel_all(self)
        self.tokens.line.clear()
        self.touched.clear()
        self.journal.tell(InstanceEnded(at=self.now, status=status.value))

    def fail(self, token: "Token", name: str, code: str | None) -> None:
        """An error that nobody catches ends the instance."""
        node = token.task_spec
        message = UNCAUGHT.format(name or code or "without a name")
        self.failure = Incident(token.id, node.bpmn_id, node.label, message, self.now)
        self.journal.tell(IncidentRaised(**self.journal.at(node), message=message, task=token.id))
        self.end(InstanceStatus.FAILED)

    # ---- names that SpiffWorkflow knows

    @property
    def instance(self) -> "Instance":
        """Itself, as seen from a scope."""
        return self

    def get_task_from_id(self, task_id: int) -> "Token":
        """The token of that id."""
        return self.tokens.by_id[task_id]

    def do_engine_steps(self, *_args: object, **_kwargs: object) -> None:
        """Run automatic nodes until nothing moves by itself."""
        self.run()

    def is_completed(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self.status is not None

    # ---- deadlock

    def notice_deadlock(self) -> None:
        """Let the oldest waiting token bear an incident when nothing can ever move."""
        if self.status is not None or self.faults.open or self.tokens.line:
            return
        if not self.waits.nobody_waits() or self._somebody_can_move():
            return
        stuck = min(self.tokens.by_id.values(), key=lambda t: (t._state != TaskState.WAITING, t.id))
        self.faults.bear(stuck, Phase.STUCK, DEADLOCK)

    def _somebody_can_move(self) -> bool:
        """Whether a token can move; the one found last is asked first, so that few are looked at."""
        if self._mover is None or not self._mover.is_listed or not _can_move(self._mover):
            self._mover = next((token for token in self.tokens.by_id.values() if _can_move(token)), None)
        return self._mover is not None


def _can_move(token: "Token") -> bool:
    if token._state == TaskState.WAITING:
        return not isinstance(token.task_spec, Join) and not token.gathered
    return bool(token._state == TaskState.READY)

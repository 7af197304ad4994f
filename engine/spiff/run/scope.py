"""A scope that runs: a process instance, or the inside of a subprocess."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.spiff.run.token import ROOT, Done, Token

if TYPE_CHECKING:
    from SpiffWorkflow.specs.base import TaskSpec

    from engine.spiff.run.instance import Instance
    from engine.spiff.specs.gateways import Join
    from engine.spiff.specs.process import Process


class Root(Task):
    """The task that every scope begins with: nothing but the place where its tokens hang."""

    def __init__(self, scope: "Tally", spec: "TaskSpec") -> None:
        # What SpiffWorkflow's task sets, too, but for the clock.
        self.id = ROOT
        self.workflow = scope
        self.task_spec = spec
        self._state = TaskState.COMPLETED
        self._parent = None
        self._children: list[int] = []
        self.triggered = False
        self.thread_id = Task.thread_id_pool
        self.data: dict[str, object] = {}
        self.internal_data: dict[str, object] = {}
        self.last_state_change = 0.0
        scope.tasks[ROOT] = self


class Tally:
    """What every scope keeps beside SpiffWorkflow's task tree, which stays flat: the root and the live."""

    spec: "Process"
    tasks: dict[int, Task]

    def tally(self) -> None:
        """Begin with nothing but a root."""
        self.live = 0  #: tokens that keep the scope open
        self.interrupted = False  #: an interrupting event subprocess has taken over
        self.done: list[Done] = []  #: what can be undone, in order
        self.todo: list[str] = []  #: nodes of a sequential ad-hoc subprocess that are still to run
        self.waiting: dict[str, dict[str, dict[int, Token]]] = {}  #: at joins: by node, by flow
        self.marks: dict[str, Token] = {}  #: complex gateways that have fired and swallow the late
        self.writers: dict[str, int] = {}  #: which parallel branch wrote a variable last
        self.written: dict[str, None] = {}  #: names that a called process has written, in order
        self.task_tree = Root(self, self.spec.start)

    @property
    def branch(self) -> int:
        """The parallel branch on which the scope lies."""
        return 0

    def all_tokens(self) -> list[Token]:
        """Tokens and subscriptions, oldest first."""
        return [task for task in self.tasks.values() if isinstance(task, Token)]

    def live_tokens(self) -> Iterator[Token]:
        """Tokens that keep the scope open, oldest first."""
        return (token for token in self.all_tokens() if token.is_live)

    def oldest_at(self, join: "Join") -> dict[str, Token]:
        """The oldest token of each flow at which one waits for the join."""
        flows = self.waiting.get(join.bpmn_id, {})
        return {flow: next(iter(tokens.values())) for flow, tokens in flows.items() if tokens}


class Scope(Tally, BpmnSubWorkflow):
    """The inside of a subprocess, a called process or an event subprocess."""

    top_workflow: "Instance"
    parent_task_id: int

    def __init__(self, spec: "Process", owner: Token) -> None:
        super().__init__(spec, owner.id, owner.instance, deserializing=True)
        self.tally()

    def _calculate_depth(self) -> int:
        """How many scopes lie around it; SpiffWorkflow counts them anew each time."""
        around = self.owner.workflow
        return 1 + (around.depth if isinstance(around, Scope) else 0)

    @property
    def instance(self) -> "Instance":
        """The process instance it belongs to."""
        return self.top_workflow

    @property
    def branch(self) -> int:
        """The parallel branch on which the scope lies."""
        return self.owner.branch

    @property
    def owner(self) -> Token:
        """The token of the subprocess."""
        return self.top_workflow.tokens.by_id[self.parent_task_id]

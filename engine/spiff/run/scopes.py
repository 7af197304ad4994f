"""Scopes opened, run dry and left."""

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.spiff.failure import Failure
from engine.spiff.phase import Phase
from engine.spiff.run.scope import Scope
from engine.spiff.run.token import ROOT
from engine.spiff.specs.activities import SubProcess

if TYPE_CHECKING:
    from engine.spiff.run.instance import AnyScope, Instance
    from engine.spiff.run.token import Token
    from engine.spiff.specs.activities import EventSubprocess
    from engine.spiff.specs.node import Node
    from engine.spiff.specs.process import Process

DEEPEST = 500  #: scopes within each other


class Scopes:
    """The scopes below the instance, by the token that owns each."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance

    # ---- opening

    def make(self, owner: "Token") -> Scope:
        """A new scope below a token, on its variables or on variables of its own."""
        scope = Scope(inside(owner), owner)
        self.instance.subprocesses[owner.id] = scope
        if owner.task_spec.shares_variables:
            scope.data = owner.data
        return scope

    def open(self, owner: "Token") -> None:
        """Start a subprocess or a called process. Raises Failure where calls go ever deeper."""
        around = owner.workflow
        if isinstance(around, Scope) and around.depth >= DEEPEST:
            raise Failure(f"more than {DEEPEST} scopes lie within each other: a call does not end")
        scope = self.make(owner)
        if not owner.task_spec.shares_variables:
            mapped = bool(owner.task_spec.extras.inputs or owner.task_spec.own_inputs)
            scope.data = dict(owner.local or {}) if mapped else dict(owner.data)
        self.enter_starts(scope)

    def enter_starts(self, scope: "AnyScope", message: str | None = None) -> None:
        """Let tokens begin where the scope begins; its event subprocesses wait from now on."""
        self.instance.touch(scope)
        if not self.instance.waits.watch_scope(scope):
            return
        nodes, exclusive = scope.spec.starts(message)
        if scope.spec.sequential:
            scope.todo = [node.bpmn_id for node in nodes[1:]]
            nodes = nodes[:1]
        tokens = self.instance.tokens
        for node in nodes:
            branch = tokens.next_id if len(nodes) > 1 else scope.branch
            tokens.enter(scope, node, branch=branch, gate=ROOT if exclusive else None)

    def handle(
        self,
        scope: "AnyScope",
        handler: "EventSubprocess",
        values: dict[str, object] | None = None,
        undoes: int | None = None,
    ) -> "Token":
        """Start an event subprocess, which ends what else runs in its scope unless it runs beside it."""
        tokens = self.instance.tokens
        branch = scope.branch if handler.start.interrupting else tokens.next_id
        if handler.start.interrupting and undoes is None:
            tokens.cancel_all(scope)
            scope.interrupted = True
        owner = tokens.make(scope, handler, TaskState.STARTED, undoes=undoes, branch=branch)
        self.instance.journal.started(owner)
        inner = self.make(owner)
        if self.instance.waits.watch_scope(inner):
            self.instance.tokens.emit(inner, handler.start, payload=values)
        return owner

    # ---- leaving

    def settle(self) -> None:
        """Fire joins and end what has run dry, until nothing of the kind is left."""
        instance = self.instance
        while instance.touched:
            scope = next(iter(instance.touched))
            del instance.touched[scope]
            if scope.completed:
                continue
            instance.joins.fire(scope)
            if scope.live or (scope is not instance and scope.owner.undo is not None):
                continue
            if scope.todo:
                self._enter_next(scope)
            else:
                self._end(scope)

    def _enter_next(self, scope: "AnyScope") -> None:
        node: Node = scope.spec.task_specs[scope.todo.pop(0)]
        self.instance.tokens.enter(scope, node)

    def _end(self, scope: "AnyScope") -> None:
        """The last token has gone: take back what still waits, and let the owner go on."""
        self.instance.tokens.cancel_all(scope)
        if scope is self.instance:
            self.instance.end()
            return
        scope.completed = True
        scope.owner.complete()

    def discard(self, owner: "Token") -> None:
        """Take back everything below a token."""
        scope = self.instance.subprocesses.get(owner.id)
        if scope is not None:
            self.instance.tokens.cancel_all(scope)
            scope.completed = True
            del self.instance.subprocesses[owner.id]

    def close(self, owner: "Token") -> None:
        """Take the scope of a token that leaves off the list."""
        self.instance.subprocesses.pop(owner.id, None)

    # ---- ad-hoc subprocesses

    def step_done(self, scope: "AnyScope") -> None:
        """An activity of an ad-hoc subprocess is done: ask whether that is enough."""
        if scope.spec.kind == "adHocSubProcess" and scope.spec.completion is not None:
            self.instance.faults.attempt(scope.owner, Phase.CLOSE)

    def close_ad_hoc(self, owner: "Token") -> None:
        """End an ad-hoc subprocess whose completion condition is true. Raises Failure."""
        scope = self.instance.subprocesses[owner.id]
        owner._state = TaskState.STARTED
        if owner.holds(scope.spec.completion or "true"):
            scope.todo = []
            if scope.spec.cancel_remaining:
                self.instance.tokens.cancel_all(scope)


def inside(owner: "Token") -> "Process":
    """The scope that a subprocess or call activity opens."""
    node = owner.task_spec
    if not isinstance(node, SubProcess):
        raise AssertionError(f"{node.bpmn_id} has no inside")
    return node.body

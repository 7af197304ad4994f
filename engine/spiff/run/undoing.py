"""Compensation: completed activities are undone by their handlers, one by one, the last first."""

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.spiff.run.token import Done
from engine.spiff.specs.definitions import CancelEventDefinition, CompensateEventDefinition

if TYPE_CHECKING:
    from engine.spiff.run.instance import AnyScope, Instance
    from engine.spiff.run.token import Token
    from engine.spiff.specs.activities import EventSubprocess
    from engine.spiff.specs.definitions import EventDefinition
    from engine.spiff.specs.process import Process


class Undoing:
    """Each scope lists what has been completed and can be undone; a throw works that list off.

    Source: BPMN 2.0.2, 10.7 and 13.5.5.
    """

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance

    def note(self, token: "Token") -> None:
        """Remember a completed activity that can be undone."""
        node, scope = token.task_spec, token.workflow
        if not node.is_activity or token.undoes is not None or token.turns is not None:
            return
        inner = self.instance.subprocesses.get(token.id)
        inside = inner.done if inner is not None and node.shares_variables else []
        own_handler = inner is not None and compensation_handler(inner.spec) is not None
        if node.bpmn_id in scope.spec.compensators or inside or own_handler:
            scope.done.append(Done(node.bpmn_id, inside, token.local if inside or own_handler else None))

    def begin(self, token: "Token", triggers: "tuple[EventDefinition, ...]") -> bool | None:
        """Undo what a throwing event asks for: True nothing is (left) to undo, None it takes a while."""
        if token.undo is not None:
            return True
        for trigger in triggers:
            if isinstance(trigger, CancelEventDefinition):
                self.instance.tokens.cancel_all(token.workflow, but=token)
                return self._work_off(token, token.workflow, None)
            if isinstance(trigger, CompensateEventDefinition):
                scope = token.workflow
                if scope.spec.kind == "eventSubProcess":
                    scope = scope.owner.workflow
                worker = token if trigger.waits else self._aside(token)
                undone = self._work_off(worker, scope, trigger.activity)
                if undone and worker is not token:
                    self.instance.tokens.drop(worker)
                return undone if worker is token else True
        return True

    def _aside(self, token: "Token") -> "Token":
        """A token that undoes while the throwing one goes on; its scope stays open as long."""
        return self.instance.tokens.make(
            token.workflow, token.task_spec, TaskState.STARTED, aside=True, branch=token.branch
        )

    def _work_off(self, token: "Token", scope: "AnyScope", activity: str | None) -> bool | None:
        mine = [done for done in scope.done if activity in (None, done.activity)]
        if not mine:
            return True
        scope.done = [done for done in scope.done if done not in mine]
        token.undo = mine[::-1]
        token.undo_scope = None if scope is self.instance else scope.owner.id
        token._state = TaskState.STARTED
        self.go_on(token)
        return None

    def go_on(self, token: "Token") -> None:
        """Undo the next activity for a token that waits; with none left it goes on itself."""
        if not token.undo:
            self._all_undone(token)
            return
        done = token.undo.pop(0)
        scope = self._scope(token.undo_scope)
        if done.activity in scope.spec.compensators:
            handler = scope.spec.compensators[done.activity]
            self.instance.tokens.enter(scope, handler, undoes=token.id, branch=token.branch)
        else:
            self._undo_inside(token, scope, done)

    def _undo_inside(self, token: "Token", scope: "AnyScope", done: Done) -> None:
        """Open a finished subprocess again, for its handlers alone."""
        node = scope.spec.task_specs[done.activity]
        opened = self.instance.tokens.make(
            scope, node, TaskState.STARTED, undoes=token.id, local=done.local, branch=token.branch
        )
        opened.undo, opened.undo_scope = done.inner[::-1], opened.id
        inner = self.instance.scopes.make(opened)
        handler = compensation_handler(inner.spec)
        if handler is None:
            self.go_on(opened)
            return
        inner.done, opened.undo = done.inner, []
        self.instance.scopes.handle(inner, handler, undoes=opened.id)

    def _all_undone(self, token: "Token") -> None:
        token.undo = token.undo_scope = None
        opened = self.instance.subprocesses.get(token.id)
        if opened is not None:
            self.instance.tokens.cancel_all(opened)
            opened.completed = True
        if token.aside:
            self.instance.tokens.drop(token)
        else:
            token.complete()

    def _scope(self, owner: int | None) -> "AnyScope":
        return self.instance if owner is None else self.instance.subprocesses[owner]


def compensation_handler(process: "Process") -> "EventSubprocess | None":
    """The event subprocess that undoes the scope it lies in."""
    for handler in process.handlers:
        if any(isinstance(trigger, CompensateEventDefinition) for trigger in handler.triggers):
            return handler
    return None

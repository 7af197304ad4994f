"""Tokens that wait for others at joins."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.spiff.failure import Failure
from engine.spiff.phase import Phase

if TYPE_CHECKING:
    from engine.spiff.run.instance import AnyScope, Instance
    from engine.spiff.run.token import Token
    from engine.spiff.specs.gateways import Join


class Joins:
    """Keeps each scope's list of waiting tokens, and fires the joins that are enabled."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance

    def arrived(self, token: "Token") -> None:
        """A token waits at a join from now on."""
        scope = token.workflow
        flows = scope.waiting.setdefault(token.task_spec.bpmn_id, {})
        flows.setdefault(token.flow or "", {})[token.id] = token
        self.instance.touch(scope)

    def forget(self, token: "Token") -> None:
        """A token waits no longer."""
        scope, name = token.workflow, token.task_spec.bpmn_id
        if scope.marks.get(name) is token:
            del scope.marks[name]
        flows = scope.waiting.get(name)
        tokens = flows.get(token.flow or "") if flows else None
        if not flows or not tokens or tokens.pop(token.id, None) is None:
            return
        if not tokens:
            del flows[token.flow or ""]
        if not flows:
            del scope.waiting[name]

    def fire(self, scope: "AnyScope") -> None:
        """Fire every enabled join of a scope, until none is."""
        moved = True
        while moved:
            moved = False
            for name in [*scope.waiting, *scope.marks]:
                join: Join = scope.spec.task_specs[name]
                try:
                    moved = join.try_to_fire(scope) or moved
                except Failure as failure:
                    token = next(iter(scope.oldest_at(join).values()))
                    self.forget(token)
                    self.instance.faults.bear(token, Phase.BEGIN, str(failure))

    def merge(self, tokens: "Iterable[Token]") -> None:
        """Make one token of several, and let it run."""
        first, *others = tokens
        self.instance.tokens.drop_all(others)
        self.forget(first)
        self.instance.faults.forget(first)
        self.instance.tokens.queue(first)
        self.instance.touch(first.workflow)

    def await_late(self, scope: "AnyScope", join: "Join", flows: list[str]) -> None:
        """Remember that a complex gateway has fired before these flows had a token."""
        mark = self.instance.tokens.make(scope, join, TaskState.WAITING, awaited=flows)
        scope.marks[join.bpmn_id] = mark

"""Tokens made, moved, dropped and cancelled, and the lists by which they are found."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.spiff.phase import Phase
from engine.spiff.run.token import Token

if TYPE_CHECKING:
    from engine.spiff.run.instance import AnyScope, Instance
    from engine.spiff.specs.node import Node


class Tokens:
    """All tokens of an instance. No other room adds or removes any."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance
        self.count = 0  #: ids given so far
        self.by_id: dict[int, Token] = {}  #: oldest first
        self.line: deque[int] = deque()  #: automatic tokens that are ready to run
        self.followers: dict[int, dict[int, Token]] = {}  #: what hangs on a token, by its id
        self.branches: dict[int, int] = {}  #: live tokens on each parallel branch

    @property
    def next_id(self) -> int:
        """The id that the next token will have: the number of a new parallel branch."""
        return self.count + 1

    # ---- making

    def make(self, scope: "AnyScope", node: "Node", state: int, **bonds: object) -> Token:
        """A new token, listed and bound, on its scope's parallel branch unless another is given."""
        self.count += 1
        token = Token(scope, node, state, self.count)
        token.branch = scope.branch
        for name, value in bonds.items():
            setattr(token, name, value)
        token.bind(scope.data)
        self.add(token)
        self.instance.touch(scope)
        return token

    def enter(self, scope: "AnyScope", node: "Node", flow: str | None = None, **bonds: object) -> Token:
        """Let a token arrive at a node."""
        token = self.make(scope, node, TaskState.WAITING, flow=flow, **bonds)
        self.instance.faults.attempt(token, Phase.ARRIVE)
        return token

    def emit(self, scope: "AnyScope", node: "Node", **bonds: object) -> Token:
        """A token at a node whose event has come already: it only has to run."""
        token = self.make(scope, node, TaskState.READY, **bonds)
        self.queue(token)
        return token

    def queue(self, token: Token) -> None:
        """Put an automatic token at the end of the line."""
        token._state = TaskState.READY
        token.flow = token.alarms = None
        self.line.append(token.id)

    def next_in_line(self) -> Token | None:
        """The next token that is ready to run by itself."""
        while self.line:
            token = self.by_id.get(self.line.popleft())
            if token is not None and token._state == TaskState.READY:
                return token
        return None

    def gather(self, token: Token) -> bool:
        """Whether as many tokens have come as the activity needs; they become one. BPMN: startQuantity."""
        needed = token.task_spec.start_quantity
        if needed < 2:
            return True
        same = [t for t in token.workflow.all_tokens() if t.task_spec is token.task_spec and t.gathered]
        if len(same) + 1 < needed:
            token.gathered = True
            return False
        self.drop_all(same)
        return True

    # ---- finding

    def add(self, token: Token) -> None:
        """Take a token into all lists."""
        self.by_id[token.id] = token
        for leader in (token.host, token.gate, token.body, token.undoes):
            if leader is not None:
                self.followers.setdefault(leader, {})[token.id] = token
        if token.is_live:
            token.workflow.live += 1
            self.branches[token.branch] = self.branches.get(token.branch, 0) + 1

    def following(self, leader: int, bond: str) -> list[Token]:
        """What hangs on a token by one kind of bond, oldest first."""
        pack = self.followers.get(leader)
        return [t for t in pack.values() if getattr(t, bond) == leader] if pack else []

    def let_go(self, token: Token) -> None:
        """Cut a token from the event gateway that it was an alternative of."""
        if token.gate is not None:
            self._unfollow(token, token.gate)
            token.gate = None

    def open_work(self) -> Iterator[Token]:
        """User tasks that people can complete, oldest first."""
        return (token for token in self.by_id.values() if token.is_open)

    # ---- leaving

    def drop(self, token: Token) -> None:
        """Take a token out, and the subscriptions that hang on it."""
        if self.by_id.pop(token.id, None) is None:
            return
        scope = token.workflow
        del scope.tasks[token.id]  # as SpiffWorkflow's own does, which looks for children and listeners
        scope.task_tree._children.remove(token.id)
        self._unlist(token)
        if token.id in self.followers:
            self.drop_all(self.following(token.id, "host"))
        self.instance.touch(scope)

    def drop_all(self, tokens: Iterable[Token]) -> None:
        """Take several tokens out."""
        for token in list(tokens):
            self.drop(token)

    def _unlist(self, token: Token) -> None:
        for leader in (token.host, token.gate, token.body, token.undoes):
            if leader is not None:
                self._unfollow(token, leader)
        if token.is_live:
            token.workflow.live -= 1
            self.branches[token.branch] -= 1
            if not self.branches[token.branch]:
                del self.branches[token.branch]
        self.instance.waits.forget(token)
        self.instance.joins.forget(token)
        self.instance.faults.forget(token)

    def _unfollow(self, token: Token, leader: int) -> None:
        pack = self.followers.get(leader, {})
        pack.pop(token.id, None)
        if not pack:
            self.followers.pop(leader, None)

    def cancel(self, token: Token) -> None:
        """Take a token back with everything below it and everything that hangs on it."""
        if not token.is_listed:
            return
        self.instance.scopes.discard(token)
        for follower in list(self.followers.get(token.id, {}).values()):
            if follower.host is None:
                self.cancel(follower)
        if token.is_open:
            self.instance.journal.work_closed(token)
        token.cancel()
        if token.is_told and not token.leaving:
            self.instance.journal.cancelled(token)
        self.drop(token)

    def cancel_all(self, scope: "AnyScope", but: Token | None = None) -> None:
        """Take back everything in a scope, but for one token."""
        for token in scope.all_tokens():
            if token is not but:
                self.cancel(token)

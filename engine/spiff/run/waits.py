"""Subscriptions: what waits for messages, signals, timers and conditions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.events.process import MessageReceived
from engine.model.step import Waiting
from engine.spiff.phase import Phase
from engine.spiff.run.token import ROOT
from engine.spiff.specs.activities import EventSubprocess
from engine.spiff.specs.definitions import (
    MESSAGE,
    SIGNAL,
    ConditionalEventDefinition,
    MessageEventDefinition,
    TimerEventDefinition,
    named,
)
from engine.spiff.specs.events import BoundaryEvent

__all__ = ["MESSAGE", "SIGNAL", "Waits"]

if TYPE_CHECKING:
    from datetime import datetime

    from engine.spiff.run.instance import AnyScope, Instance
    from engine.spiff.run.token import Token
    from engine.spiff.specs.definitions import EventDefinition
    from engine.spiff.specs.events import Event


class Waits:
    """All subscriptions of an instance, found by what they wait for."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance
        #: By kind and name: tokens, each with the position of the trigger among those of its node.
        self.named: dict[tuple[str, str], dict[int, int]] = {}
        self.conditional: dict[int, Token] = {}
        self._waiting: dict[int, Token] = {}
        self.changed = False  #: whether what is waited for by name is another than when the step began
        self._shown: dict[int, tuple[Waiting, ...]] = {}  #: what has been told of them, kept until it changes

    # ---- beginning and ending to wait

    def begin(self, token: "Token") -> None:
        """Let a token wait for the triggers of its node."""
        self.instance.faults.attempt(token, Phase.WAIT)

    def subscribe(self, token: "Token", at: "datetime") -> None:
        """Arm what a token waits for, as of an instant. Raises Failure, and then it waits for nothing."""
        node = token.task_spec
        token.key = token.evaluate(node.extras.key) if node.extras.key else None
        self.instance.alarms.arm(token, at)
        token._state = TaskState.WAITING
        token.truths = dict.fromkeys(node.conditions, False) or None
        self.remember(token)
        if token.truths:
            self.instance.faults.attempt(token, Phase.LOOK)

    def remember(self, token: "Token") -> None:
        """Find the token by what it waits for from now on."""
        self._waiting[token.id] = token
        self.has_changed(token)
        if token.truths:
            self.conditional[token.id] = token
        for position, found in token.task_spec.awaited_names:
            self.named.setdefault(found, {}).setdefault(token.id, position)

    def forget(self, token: "Token") -> None:
        """Find the token no longer."""
        self._waiting.pop(token.id, None)
        self.has_changed(token)
        self.conditional.pop(token.id, None)
        for _, found in token.task_spec.awaited_names:
            waiting = self.named.get(found, {})
            waiting.pop(token.id, None)
            if not waiting:
                self.named.pop(found, None)

    def watch_over(self, token: "Token") -> None:
        """Arm the boundary events of an activity that starts."""
        scope = token.workflow
        for boundary in scope.spec.boundaries.get(token.task_spec.bpmn_id, []):
            if boundary.waits and token.is_listed:
                self._arm(scope, boundary, host=token.id)

    def watch_scope(self, scope: "AnyScope") -> bool:
        """Arm the event subprocesses of a scope that starts; False: one has taken over already."""
        for handler in scope.spec.handlers:
            if handler.waits:
                self._arm(scope, handler, armed=True)
            if scope.interrupted:
                return False
        return True

    def _arm(self, scope: "AnyScope", node: "Event | EventSubprocess", **bonds: object) -> None:
        token = self.instance.tokens.make(scope, node, TaskState.WAITING, **bonds)
        self.instance.faults.attempt(token, Phase.WAIT)

    # ---- what comes

    def deliver(self, kind: str, name: str, values: dict[str, object], key: object = None) -> int:
        """How many it has reached: all that wait for a signal, the oldest that waits for a message."""
        reached = 0
        for number in sorted(self.named.get((kind, name), {})):
            token = self.instance.tokens.by_id.get(number)
            if token is None or token._state != TaskState.WAITING:
                continue
            if kind == MESSAGE and not fits(token.key, key):
                continue
            self.fire(token, self.named[kind, name][number], values)
            reached += 1
            if kind == MESSAGE:
                break
        return reached

    def start_by(self, name: str, values: dict[str, object]) -> bool:
        """Trigger the start of the instance that waits for this message, whatever its key."""
        for number in sorted(self.named.get((MESSAGE, name), {})):
            token = self.instance.tokens.by_id[number]
            if token.host is None and not token.armed and token.workflow is self.instance:
                self.fire(token, self.named[MESSAGE, name][number], values)
                return True
        return False

    def look_at_conditions(self) -> None:
        """Fire every condition that has turned true; only written variables can turn one."""
        if not self.instance.variables.changed:
            return
        self.instance.variables.changed = False
        for token in [self.conditional[number] for number in sorted(self.conditional)]:
            if token.is_listed and token._state == TaskState.WAITING:
                self.instance.faults.attempt(token, Phase.LOOK)

    def look_at(self, token: "Token") -> None:
        """Fire the token's conditions that were false and are true. Raises Failure."""
        for position, was in list((token.truths or {}).items()):
            if token.truths is None or not token.is_listed or token._state != TaskState.WAITING:
                return
            trigger = token.task_spec.triggers[position]
            token.truths[position] = is_true = token.holds(trigger.expression)
            if is_true and not was:
                self.fire(token, position)

    # ---- firing

    def fire(self, token: "Token", position: int, values: dict[str, object] | None = None) -> None:
        """One of the triggers has come."""
        node = token.task_spec
        if values is not None and isinstance(node.triggers[position], MessageEventDefinition):
            where = self.instance.journal.at(token.event)
            name = node.triggers[position].name
            self.instance.journal.tell(MessageReceived(**where, message=name, values=values))
        if node.all_triggers_needed and len(node.triggers) > 1:
            token.payload = {**(token.payload or {}), **values} if values is not None else token.payload
            token.seen = sorted({*(token.seen or []), position})
            self.has_changed(token)
            if len(token.seen) < len(node.triggers):
                return
            values, token.payload, token.seen = token.payload, None, None
        if token.host is not None and isinstance(node, BoundaryEvent):
            self.instance.throws.boundary(self.instance.tokens.by_id[token.host], node, values)
        elif token.armed and isinstance(node, EventSubprocess):
            self.instance.scopes.handle(token.workflow, node, values)
        else:
            self._go_on(token, values)

    def _go_on(self, token: "Token", values: dict[str, object] | None) -> None:
        token.payload = values
        gate = token.gate
        if gate is not None:
            for rival in self.instance.tokens.following(gate, "gate"):
                if rival is not token and rival.workflow is token.workflow:
                    self.instance.tokens.cancel(rival)
            self.instance.tokens.let_go(token)
            if gate != ROOT:
                gateway = self.instance.tokens.by_id[gate]
                gateway.flow = token.flow
                gateway.complete()
        token.truths = token.key = None
        self.forget(token)
        self.instance.tokens.queue(token)

    # ---- telling

    def shown(self) -> tuple[Waiting, ...]:
        """Everything that tokens wait for, the oldest token first."""
        missing = self._waiting.keys() - self._shown.keys()
        self._shown.update((number, tuple(_waited_for(self._waiting[number]))) for number in missing)
        waiting, shown = self._waiting, self._shown
        return tuple(
            one for n in sorted(waiting) if waiting[n]._state == TaskState.WAITING for one in shown[n]
        )

    def has_changed(self, token: "Token") -> None:
        """The token waits for something else than before, or until another instant."""
        self._shown.pop(token.id, None)
        self.changed = self.changed or bool(token.task_spec.awaited_names)

    def nobody_waits(self) -> bool:
        """Whether no event can move anything."""
        return not any(token._state == TaskState.WAITING for token in self._waiting.values())


def _waited_for(token: "Token") -> Iterator[Waiting]:
    node = token.event
    for position, trigger in enumerate(token.task_spec.triggers):
        if position in (token.seen or ()) or not _still(token, position, trigger):
            continue
        if isinstance(trigger, TimerEventDefinition):
            yield Waiting(node.bpmn_id, "timer", due_at=(token.alarms or {})[position].due_at)
        else:
            kind, name = named(trigger) or ("condition", None)
            yield Waiting(node.bpmn_id, kind, name, token.key if kind == MESSAGE else None)


def _still(token: "Token", position: int, trigger: "EventDefinition") -> bool:
    if isinstance(trigger, TimerEventDefinition):
        return position in (token.alarms or {})
    return named(trigger) is not None or isinstance(trigger, ConditionalEventDefinition)


def fits(awaited: object, given: object) -> bool:
    """Whether a message's correlation key is the one waited for; waiting for none, any will do."""
    if awaited is None:
        return True
    return type(awaited) is type(given) and awaited == given

"""Loops and multi-instances: a body that waits, and one token for each instance of its activity."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.spiff.failure import Failure
from engine.spiff.phase import Phase
from engine.spiff.run.throws import Letter
from engine.spiff.run.token import COUNTER, Turns
from engine.spiff.specs.definitions import (
    ErrorEventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
)

if TYPE_CHECKING:
    from engine.spiff.run.instance import Instance
    from engine.spiff.run.token import Token
    from engine.spiff.specs.definitions import EventDefinition
    from engine.spiff.specs.loop import Loop

MOST_INSTANCES = 10_000


class Loops:
    """Turns of loops. The body is told as neither started nor completed; each instance is."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance

    # ---- beginning

    def start(self, body: "Token") -> None:
        """Count what there is to do and make the first instances. Raises Failure."""
        loop = _loop(body)
        self.instance.variables.associate(body, body.task_spec.data_inputs)
        turns = self._counted(body, loop) if loop.multiple else Turns()
        go = loop.multiple or not loop.test_before or self._goes_on(body, loop, turns)
        body._state = TaskState.STARTED
        body.flow = None
        body.turns = turns
        self.instance.waits.watch_over(body)
        if not body.is_listed:
            return
        if not go or turns.total == 0:
            self._close(body, loop)
            return
        for _ in range(1 if loop.sequential else turns.total or 0):
            if body.is_listed:
                self._next(body, loop, turns)

    def _counted(self, body: "Token", loop: "Loop") -> Turns:
        if loop.cardinality is not None:
            count = body.evaluate(loop.cardinality)
            if not isinstance(count, Decimal) or count != count.to_integral_value() or count < 0:
                raise Failure("the number of instances is not a whole number")
            turns = Turns(total=int(count))
        else:
            items = self._collection(body, loop)
            if not isinstance(items, list):
                raise Failure("the collection of the multi-instance is not a list")
            turns = Turns(total=len(items), items=items)
        if turns.total is not None and turns.total > MOST_INSTANCES:
            raise Failure(f"more than {MOST_INSTANCES} instances")
        if loop.output:
            turns.results = [None] * (turns.total or 0)
        return turns

    def _collection(self, body: "Token", loop: "Loop") -> object:
        if loop.collection_variable is not None:
            return body.data.get(loop.collection_variable)
        return body.evaluate(loop.collection or "null")

    def _next(self, body: "Token", loop: "Loop", turns: Turns) -> None:
        token = self.instance.tokens.make(
            body.workflow,
            body.task_spec,
            TaskState.STARTED,
            body=body.id,
            ordinal=turns.made,
            branch=body.branch,
        )
        turns.made += 1
        if loop.multiple:
            self.instance.allow(body.task_spec.size)
        if loop.multiple:
            token.local = {COUNTER: Decimal(turns.made)}
            if loop.item and turns.items is not None:
                token.local[loop.item] = turns.items[token.ordinal]
        token.bind(body.data)
        self.instance.activities.run(token)

    # ---- going on

    def turned(self, body: "Token", token: "Token") -> None:
        """An instance is done: take up its results and see whether that is enough."""
        loop, turns = _loop(body), _turns(body)
        turns.finished += 1
        own = dict(token.local or {})
        if loop.multiple:
            if turns.results is not None:
                turns.results[token.ordinal] = token.data.get(loop.output_item or "")
            given = {a.target for a in token.task_spec.extras.inputs}
            kept = {COUNTER, loop.item, loop.output_item, *given}
            self.instance.variables.pour(body, {n: v for n, v in own.items() if n not in kept})
            turns.last = own
        self.instance.faults.attempt(body, Phase.TURN)

    def go_on(self, body: "Token") -> None:
        """Throw what the multi-instance throws, and begin the next turn or close the body. Raises Failure."""
        loop, turns = _loop(body), _turns(body)
        if loop.multiple:
            extra = {**(turns.last or {}), **_counters(turns)}
            thrown = self._to_throw(body, loop, turns, extra)
            condition = loop.condition is not None and body.holds(loop.condition, extra)
            over = turns.finished >= (turns.total or 0) or condition
            turns.last = None
            for event in thrown:
                self._throw(body, event)
                if not body.is_listed:
                    return
        else:
            over = not self._goes_on(body, loop, turns)
        if over:
            self._close(body, loop)
        elif loop.sequential:
            self._next(body, loop, turns)

    def _goes_on(self, body: "Token", loop: "Loop", turns: Turns) -> bool:
        """Whether a standard loop begins another turn; its condition may ask how many there were."""
        if loop.maximum is not None and turns.finished >= loop.maximum:
            return False
        return loop.condition is None or body.holds(loop.condition, {COUNTER: turns.finished})

    def _to_throw(
        self, body: "Token", loop: "Loop", turns: Turns, extra: Mapping[str, object]
    ) -> "list[EventDefinition]":
        if loop.behavior == "One" and turns.finished > 1:
            return []
        return [
            event for condition, event in loop.throws if condition is None or body.holds(condition, extra)
        ]

    def _throw(self, body: "Token", event: "EventDefinition") -> None:
        if isinstance(event, SignalEventDefinition | MessageEventDefinition):
            self.instance.throws.send(body, event, Letter())
        elif not self.instance.throws.catch(body, event) and isinstance(event, ErrorEventDefinition):
            self.instance.fail(body, event.name or "", event.code)

    def _close(self, body: "Token", loop: "Loop") -> None:
        for instance in self.instance.tokens.following(body.id, "body"):
            self.instance.tokens.cancel(instance)
        results = _turns(body).results
        if loop.output and results is not None:
            self.instance.variables.pour(body, {loop.output: results})
        body.complete()


def _counters(turns: Turns) -> dict[str, object]:
    """Attributes of a multi-instance that its conditions may ask for. Source: BPMN 2.0.2, table 10.30."""
    total, finished = turns.total or 0, turns.finished
    return {
        "numberOfInstances": total,
        "numberOfCompletedInstances": finished,
        "numberOfActiveInstances": turns.made - finished,
        "numberOfTerminatedInstances": 0,
    }


def _loop(body: "Token") -> "Loop":
    loop = body.task_spec.loop
    if loop is None:
        raise AssertionError(f"{body.task_spec.bpmn_id} turns without a loop")
    return loop


def _turns(body: "Token") -> Turns:
    if body.turns is None:
        raise AssertionError(f"{body.task_spec.bpmn_id} has not started its loop")
    return body.turns

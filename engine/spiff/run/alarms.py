"""The timers of an instance, armed and rung at instants that are given."""

import heapq
from datetime import datetime
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.events.process import TimerArmed, TimerFired, TimerMoved, TimerPassed
from engine.spiff.failure import Failure
from engine.spiff.specs.definitions import TimerEventDefinition
from engine.spiff.specs.events import BoundaryEvent, StartEvent
from engine.spiff.timers.reading import is_bare, schedule_of
from engine.spiff.timers.schedule import Alarm, Schedule, armed, same

if TYPE_CHECKING:
    from engine.spiff.run.instance import Instance
    from engine.spiff.run.journal import Where
    from engine.spiff.run.token import Token


class Alarms:
    """A heap of due instants; entries of timers that are gone are skipped when they come up."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance
        self._heap: list[tuple[datetime, int, int]] = []

    def arm(self, token: "Token", at: datetime) -> None:
        """Arm the timers among a token's triggers. Raises Failure, and then none is armed."""
        alarms: dict[int, Alarm] = {}
        for position, trigger in enumerate(token.task_spec.triggers):
            if isinstance(trigger, TimerEventDefinition):
                alarm = armed(self._schedule(token, trigger.expression, at), at, self.instance.zone)
                if alarm is not None:
                    alarms[position] = alarm
        token.alarms = alarms or None
        for alarm in alarms.values():
            self.instance.journal.tell(TimerArmed(**self._where(token), due_at=alarm.due_at))
        self.remember(token)

    def remember(self, token: "Token") -> None:
        """Let the token's alarms come up when they are due."""
        for position, alarm in (token.alarms or {}).items():
            heapq.heappush(self._heap, (alarm.due_at, token.id, position))

    def next_due(self) -> datetime | None:
        """When the earliest timer is due."""
        while self._heap:
            due_at, number, position = self._heap[0]
            if self._alarm(due_at, number, position) is not None:
                return due_at
            heapq.heappop(self._heap)
        return None

    def ring(self) -> None:
        """Fire the earliest timer, at its own instant."""
        due_at, number, position = heapq.heappop(self._heap)
        token = self.instance.tokens.by_id[number]
        alarms = token.alarms or {}
        alarm = alarms.pop(position)
        self.instance.waits.has_changed(token)
        self.instance.move_to(max(due_at, alarm.armed_at))
        beside = _is_beside(token)
        again = alarm.rung(self.instance.zone) if token.host is not None or token.armed else None
        if again is not None:
            alarms[position] = again
            heapq.heappush(self._heap, (again.due_at, number, position))
        quiet = self.instance.around.quiet_until
        if beside and quiet is not None and due_at <= quiet:
            self.instance.journal.tell(TimerPassed(**self._where(token), due_at=due_at))
            return
        self.instance.journal.tell(TimerFired(**self._where(token), due_at=due_at))
        self.instance.waits.fire(token, position)

    def rearm(self) -> None:
        """Compute every FEEL timer anew, as of the moment it was armed. Raises Failure."""
        for token in list(self.instance.tokens.by_id.values()):
            for position, alarm in list((token.alarms or {}).items()):
                expression = token.task_spec.triggers[position].expression
                if not is_bare(expression):
                    self._rearm(token, position, alarm, expression)

    def _rearm(self, token: "Token", position: int, alarm: Alarm, expression: str) -> None:
        schedule = self._schedule(token, expression, alarm.armed_at)
        anew = armed(schedule, alarm.armed_at, self.instance.zone, alarm.fired)
        if anew is None or token.alarms is None or same(anew, alarm):
            return
        token.alarms[position] = anew
        self.instance.waits.has_changed(token)
        if anew.due_at != alarm.due_at:
            heapq.heappush(self._heap, (anew.due_at, token.id, position))
            moved = TimerMoved(**self._where(token), before=alarm.due_at, due_at=anew.due_at)
            self.instance.journal.tell(moved)

    def _schedule(self, token: "Token", expression: str | None, at: datetime) -> Schedule:
        if not expression or not expression.strip():
            raise Failure("the timer has no time")
        if is_bare(expression):
            return schedule_of(expression, at, self.instance.zone)
        environment = self.instance.feel
        present, environment.at = environment.at, at
        try:
            return schedule_of(token.evaluate(expression), at, self.instance.zone)
        finally:
            environment.at = present

    def _alarm(self, due_at: datetime, number: int, position: int) -> Alarm | None:
        token = self.instance.tokens.by_id.get(number)
        if token is None or token._state != TaskState.WAITING:
            return None
        alarm = (token.alarms or {}).get(position)
        return alarm if alarm is not None and alarm.due_at == due_at else None

    def _where(self, token: "Token") -> "Where":
        return self.instance.journal.at(token.event)


def _is_beside(token: "Token") -> bool:
    """Whether the timer lets what it watches over go on."""
    event = token.event
    if isinstance(event, BoundaryEvent):
        return not event.cancel_activity
    return token.armed and isinstance(event, StartEvent) and not event.interrupting

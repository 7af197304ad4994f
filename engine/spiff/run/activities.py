"""Activities: they start, are watched over, and ask people."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.feel.values import FeelDate
from engine.model.step import UserTask
from engine.spiff.failure import Failure
from engine.spiff.phase import Phase
from engine.spiff.run import words
from engine.spiff.run.token import Work
from engine.spiff.timers.reading import is_bare, schedule_of
from engine.spiff.timers.schedule import armed

if TYPE_CHECKING:
    from engine.spiff.run.instance import Instance
    from engine.spiff.run.token import Token
    from engine.spiff.run.variables import Values


class Activities:
    """Brings a token from its arrival at an activity to the activity's own work."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance

    def enter(self, token: "Token") -> None:
        """Begin the activity, or the loop that it runs in."""
        if token.task_spec.loop is not None and token.body is None:
            self.instance.loops.start(token)
        else:
            self.run(token)

    def run(self, token: "Token") -> None:
        """Begin the activity itself, once."""
        token._state = TaskState.STARTED
        token.flow = None
        self.instance.faults.attempt(token, Phase.START)

    def start(self, token: "Token") -> None:
        """Map its inputs, ask what people are asked, tell that it has started, arm what watches over it."""
        self.instance.variables.map_inputs(token)
        if token.task_spec.manual:
            token.work = self.instance.people.work(token)
        self.instance.journal.started(token)
        if token.body is None:
            self.instance.waits.watch_over(token)
        if token.is_listed:
            self.instance.faults.attempt(token, Phase.BEGIN)


class People:
    """What user tasks ask of people."""

    def __init__(self, instance: "Instance") -> None:
        self.instance = instance

    def work(self, token: "Token") -> Work:
        """Who is asked, until when and how urgently, evaluated now. Raises Failure."""
        extras = token.task_spec.extras
        assignee = words.names(token, extras.assignee, "the assignee")
        return Work(
            assignee=assignee[0] if assignee else None,
            groups=words.names(token, extras.groups, "the candidate groups"),
            due_at=self._due_at(token, extras.due),
            priority=self._priority(token, extras.priority),
            excludes=words.names(token, extras.excludes, "the excluded elements"),
            opened_at=self.instance.now,
        )

    def open(self, token: "Token") -> None:
        """Put the work before people."""
        token._state = TaskState.READY
        self.instance.journal.work_opened(token, self.user_task(token))

    def close(self, token: "Token", answers: "Values") -> None:
        """Take the answers in; from here on the work is done, whatever its outgoing flows will say."""
        self.instance.variables.write(token, answers)
        self.instance.journal.work_closed(token)
        token.work = None
        token.run()

    def user_task(self, token: "Token") -> UserTask:
        """The open work that a token stands for."""
        node, work = token.task_spec, token.work
        if work is None:
            raise AssertionError(f"user task {node.bpmn_id} is open without work")
        return UserTask(
            id=token.id,
            element=node.bpmn_id,
            name=node.label,
            form=node.extras.form,
            assignee=work.assignee,
            groups=work.groups,
            due_at=work.due_at,
            priority=work.priority,
            milestone=node.extras.milestone,
            opened_at=work.opened_at,
            excludes=work.excludes,
        )

    def _due_at(self, token: "Token", due: str | None) -> datetime | None:
        if not due:
            return None
        zone, now = self.instance.zone, self.instance.now
        value = due if is_bare(due) else token.evaluate(due)
        if value is None:
            return None
        if isinstance(value, FeelDate):
            value = value.plus_days(1)  # who has until that date has all of it
        alarm = armed(schedule_of(value, now, zone), now, zone)
        return alarm.due_at if alarm else None

    def _priority(self, token: "Token", priority: str | None) -> int:
        value = token.evaluate(priority) if priority else None
        if value is None:
            return 0
        if not isinstance(value, Decimal) or value != int(value):
            raise Failure("the priority is not a whole number")
        return int(value)

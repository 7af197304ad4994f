"""What an instance looks like from outside, after a step or between two."""

from engine.model.step import InstanceStatus, Look, Step, Waiting
from engine.spiff.codec.state import dump
from engine.spiff.run.instance import Instance
from engine.spiff.run.waits import named
from engine.spiff.specs.definitions import TimerEventDefinition


def step_of(instance: Instance) -> Step:
    """The whole effect of the step that the instance has just made."""
    journal = instance.journal
    return Step(
        state=dump(instance),
        status=status_of(instance),
        happened=tuple(journal.happened),
        opened=tuple(journal.opened.values()),
        closed=tuple(journal.closed),
        waiting=waiting_of(instance),
        next_due_at=instance.alarms.next_due(),
        mails=tuple(journal.mails),
        thrown=tuple(journal.thrown),
        incidents=instance.incidents(),
        variables=dict(instance.data),
    )


def look_of(instance: Instance) -> Look:
    """What the instance holds."""
    return Look(
        status=status_of(instance),
        variables=dict(instance.data),
        open=tuple(instance.people.user_task(token) for token in instance.tokens.open_work()),
        waiting=waiting_of(instance),
        incidents=instance.incidents(),
        ended=tuple(instance.ended),
    )


def status_of(instance: Instance) -> InstanceStatus:
    """Where the instance stands."""
    if instance.status is not None:
        return instance.status
    return InstanceStatus.INCIDENT if instance.faults.open else InstanceStatus.ACTIVE


def waiting_of(instance: Instance) -> tuple[Waiting, ...]:
    """Everything that the instance waits for beside people, oldest first."""
    found = []
    for token, position, trigger in instance.waits.everything():
        node = token.event
        if isinstance(trigger, TimerEventDefinition):
            alarm = (token.alarms or {})[position]
            found.append(Waiting(node.bpmn_id, "timer", due_at=alarm.due_at))
            continue
        kind, name = named(trigger) or ("condition", None)
        found.append(Waiting(node.bpmn_id, kind, name, token.key if kind == "message" else None))
    return tuple(found)

"""What an instance looks like from outside, after a step or between two."""

from engine.model.step import InstanceStatus, Look, Step, Waiting
from engine.spiff.codec.stored import Stored
from engine.spiff.run.instance import Instance


def step_of(instance: Instance, state: bytes, waiting: tuple[Waiting, ...]) -> Step:
    """The whole effect of the step that the instance has just made, with the state that it left."""
    journal = instance.journal
    return Step(
        state=state,
        status=status_of(instance),
        happened=tuple(journal.happened),
        opened=tuple(journal.opened.values()),
        closed=tuple(journal.closed),
        waiting=waiting,
        awaited=frozenset(instance.waits.named),
        next_due_at=instance.alarms.next_due(),
        mails=tuple(journal.mails),
        thrown=tuple(journal.thrown),
        incidents=instance.incidents(),
        variables=instance.data if isinstance(instance.data, Stored) else dict(instance.data),
        waits_changed=instance.waits.changed,
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
    return instance.waits.shown()

"""Where a played package stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.events.process import ElementCancelled, ElementCompleted
from engine.model.step import Incident, InstanceStatus, Look, UserTask, Variables, Waiting

Finished = ElementCompleted | ElementCancelled


@dataclass(frozen=True)
class Outcome:
    """Everything that there is to tell of a play, over all processes of the diagram that have started."""

    status: str  #: completed, waiting or failed
    variables: Variables  #: of the process that was started first
    open: tuple[UserTask, ...]
    waiting: tuple[Waiting, ...]
    trace: tuple[Finished, ...]  #: flow nodes in the order in which they finished
    ended: tuple[str, ...]  #: ids of end events that tokens have reached
    incidents: tuple[Incident, ...]
    now: datetime


def status_of(looks: Sequence[Look]) -> str:
    """One word for all instances together.

    Where one has failed, or incidents are all that is left, the play has failed.
    """
    statuses = {look.status for look in looks}
    if InstanceStatus.FAILED in statuses:
        return "failed"
    if not statuses & {InstanceStatus.ACTIVE, InstanceStatus.INCIDENT}:
        return "completed"
    return "waiting" if any(look.open or look.waiting for look in looks) else "failed"

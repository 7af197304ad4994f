"""Do one job that an earlier command has left, in a transaction of its own, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.authority import require
from engine.commands.effects.settle import open_case
from engine.commands.recount import RECOUNT, recount
from engine.desk import Desk
from engine.model.request import Command
from engine.model.step import InstanceStatus
from engine.model.work import Job

MOST_TRIES = 8


@dataclass(frozen=True)
class DoJob(Command[bool]):
    """Answers whether it was done: False when another worker was faster, or its instance is suspended."""

    job: str


@dataclass(frozen=True)
class NoteFailedJob(Command[None]):
    """The job could not be done: it is tried again later, and at last given up."""

    job: str
    error: str


def do_job(command: DoJob, desk: Desk) -> bool:
    """The job's row goes in the same transaction as what it does comes about. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    job = desk.unit.jobs.take(command.job, desk.now)
    return job is not None and _KINDS[job.kind](desk, job)


def note_failed_job(command: NoteFailedJob, desk: Desk) -> None:
    """Later tries come at growing intervals. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    job = desk.unit.jobs.get(command.job)
    if job is None or job.state != "queued":
        return
    attempts = job.attempts + 1
    given_up = attempts >= MOST_TRIES
    desk.unit.jobs.save(
        replace(
            job,
            state="failed" if given_up else "queued",
            attempts=attempts,
            error=command.error[:300],
            due_at=None if given_up else desk.now + timedelta(minutes=2**attempts),
        )
    )


def _recount(desk: Desk, job: Job) -> bool:
    case = open_case(desk, job.instance)
    if case.instance.status is InstanceStatus.SUSPENDED:
        return _park(desk, job)
    recount(desk, case, job.name)
    return True


def _park(desk: Desk, job: Job) -> bool:
    """Nothing runs in a suspended instance: when it goes on, so does the job."""
    desk.unit.jobs.add(replace(job, state="parked", due_at=None))
    return False


_KINDS: Mapping[str, Callable[[Desk, Job], bool]] = {RECOUNT: _recount}

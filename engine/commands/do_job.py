"""Do one job that an earlier command has left, in a transaction of its own, once.

What is given up stands as an incident of its instance, until somebody who answers for the process retries it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.authority import require
from engine.commands.effects.catch_up import catch_up
from engine.commands.effects.post import BEGIN, MESSAGE, SIGNAL
from engine.commands.effects.settle import OVER, Case, open_case, save, settle
from engine.commands.hand_over import begin, hand_out
from engine.commands.recount import RECOUNT, recount
from engine.desk import Desk
from engine.events.case import JobGivenUp
from engine.model.request import Command
from engine.model.step import InstanceStatus
from engine.model.work import Job

MOST_TRIES = 8
MOST_HOPS = 100
"""So many jobs may follow from each other with nobody and no timer between them."""


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
    if job is None:
        return False
    if job.hops > MOST_HOPS:
        return _halt(desk, job)
    return _KINDS[job.kind](replace(desk, hops=job.hops), job)


def note_failed_job(command: NoteFailedJob, desk: Desk) -> None:
    """Later tries come at growing intervals. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    job = desk.unit.jobs.get(command.job)
    if job is None or job.state != "queued":
        return
    attempts = job.attempts + 1
    job = replace(job, attempts=attempts, error=command.error[:300])
    if attempts < MOST_TRIES:
        desk.unit.jobs.save(replace(job, due_at=desk.now + timedelta(minutes=2**attempts)))
    else:
        desk.unit.jobs.save(replace(job, state="failed", due_at=None))
        _tell(desk, job)


def _halt(desk: Desk, job: Job) -> bool:
    """Instances that answer each other's messages without end would keep the worker busy for ever."""
    error = (
        f"{MOST_HOPS} messages and signals have followed from each other with nobody between them, and "
        "would go on for ever: this one has not been handed over."
    )
    job = replace(job, state="failed", due_at=None, error=error)
    desk.unit.jobs.add(job)
    _tell(desk, job)
    return False


def _tell(desk: Desk, job: Job) -> None:
    """The instance's history keeps what was given up."""
    given_up = JobGivenUp(at=desk.now, name=job.name, job=job.kind, reason=job.error)
    save(desk, open_case(desk, job.instance), [given_up])


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


def _message(desk: Desk, job: Job) -> bool:
    message = desk.unit.inbox.get(job.id)
    if message is not None and not message.delivered_to:
        hand_out(desk, message, job.instance)
    return True


def _signal(desk: Desk, job: Job) -> bool:
    case = open_case(desk, job.instance)
    if case.instance.status is InstanceStatus.SUSPENDED:
        return _park(desk, job)
    _give_signal(desk, catch_up(desk, case), job.name, job.values)
    return True


def _begin(desk: Desk, job: Job) -> bool:
    key, version, process = job.values["key"], job.values["version"], job.values["process"]
    values = job.values["values"]
    definition = desk.unit.definitions.get(str(key), int(str(version)))
    case = begin(desk, definition, str(process), {})
    _give_signal(desk, case, job.name, values if isinstance(values, Mapping) else {})
    return True


def _give_signal(desk: Desk, case: Case, name: str, values: Mapping[str, object]) -> None:
    if case.instance.status not in OVER:
        around = desk.around(case.package, case.complaint)
        settle(
            desk, case, desk.services.runtime.signal(case.package, case.instance.state, name, values, around)
        )


_KINDS: Mapping[str, Callable[[Desk, Job], bool]] = {
    BEGIN: _begin,
    MESSAGE: _message,
    RECOUNT: _recount,
    SIGNAL: _signal,
}

"""Interventions in a running instance by those who answer for the process, each with its reason."""

from dataclasses import dataclass, replace

from engine.authority import may, require
from engine.commands.effects import clocks
from engine.commands.effects.catch_up import catch_up
from engine.commands.effects.settle import OVER, Case, deliver_kept, open_case, save, settle
from engine.commands.texts import require_reason
from engine.desk import Desk
from engine.errors import NotAllowed, WrongState
from engine.events.case import (
    CaseClosed,
    InstanceCancelled,
    InstanceResumed,
    InstanceRetried,
    InstanceSuspended,
)
from engine.model.request import Command
from engine.model.step import InstanceStatus
from engine.model.work import Instance


@dataclass(frozen=True)
class SuspendInstance(Command[Instance]):
    """Nothing runs and nothing is due until it is resumed."""

    instance: str
    reason: str


@dataclass(frozen=True)
class ResumeInstance(Command[Instance]):
    instance: str
    reason: str


@dataclass(frozen=True)
class CancelInstance(Command[Instance]):
    """End it for good; a complaint's case is closed by it."""

    instance: str
    reason: str


@dataclass(frozen=True)
class RetryInstance(Command[Instance]):
    """Go on from every open incident."""

    instance: str
    reason: str = "retry"


def suspend_instance(command: SuspendInstance, desk: Desk) -> Instance:
    """Raises WrongState when it has ended or is suspended already."""
    case, reason = _open(desk, command.instance, command.reason)
    _require_going(case)
    case = replace(case, instance=replace(case.instance, status=InstanceStatus.SUSPENDED))
    return save(desk, case, [InstanceSuspended(at=desk.now, reason=reason)]).instance


def resume_instance(command: ResumeInstance, desk: Desk) -> Instance:
    """What fell due meanwhile fires first, then messages come in. Raises WrongState when not suspended."""
    case, reason = _open(desk, command.instance, command.reason)
    if case.instance.status is not InstanceStatus.SUSPENDED:
        raise WrongState(f"This instance is {case.instance.status}, not suspended.")
    look = desk.services.runtime.look(case.package, case.instance.state)
    case = replace(case, instance=replace(case.instance, status=look.status))
    case = save(desk, case, [InstanceResumed(at=desk.now, reason=reason)])
    desk.unit.jobs.wake(case.instance.id, desk.now)
    return deliver_kept(desk, catch_up(desk, case), look.waiting).instance


def cancel_instance(command: CancelInstance, desk: Desk) -> Instance:
    """What an error has ended can still be cancelled: else its case would stay open for ever.

    Raises:
        WrongState: it has been completed, or cancelled before.
    """
    case, reason = _open(desk, command.instance, command.reason)
    if case.instance.status is InstanceStatus.FAILED:
        case = replace(case, instance=replace(case.instance, status=InstanceStatus.CANCELLED))
        case = save(desk, case, [InstanceCancelled(at=desk.now, reason=reason)])
        return close_entry(desk, case, "cancelled").instance
    if case.instance.status in OVER:
        raise WrongState(f"This instance is {case.instance.status} already.")
    return end_case(desk, case, reason, "cancelled").instance


def retry_instance(command: RetryInstance, desk: Desk) -> Instance:
    """Its failed steps at once, and the jobs that were given up when the worker comes by.

    Raises:
        WrongState: there is no incident.
    """
    case, reason = _open(desk, command.instance, command.reason)
    jobs = desk.unit.jobs.failed(case.instance.id)
    if case.instance.status is not InstanceStatus.INCIDENT and not jobs:
        raise WrongState("This instance has no incident to retry.")
    for job in jobs:
        anew = replace(job, state="queued", due_at=desk.now, attempts=0, error="", hops=1)
        desk.unit.jobs.save(anew)
    told = [InstanceRetried(at=desk.now, reason=reason)]
    if case.instance.status is not InstanceStatus.INCIDENT:
        return save(desk, case, told).instance
    around = desk.around(case.package, case.complaint)
    step = desk.services.runtime.retry(case.package, case.instance.state, around)
    return settle(desk, case, step, before=told).instance


def end_case(desk: Desk, case: Case, reason: str, outcome: str) -> Case:
    """Cancel the instance and close its register entry with an outcome."""
    from_step = desk.services.runtime.cancel(
        case.package, case.instance.state, desk.around(case.package, case.complaint)
    )
    case = settle(desk, case, from_step, before=[InstanceCancelled(at=desk.now, reason=reason)])
    return close_entry(desk, case, outcome)


def close_entry(desk: Desk, case: Case, outcome: str) -> Case:
    """Close the register entry, where the diagram has not done so."""
    complaint = case.complaint
    if complaint is None or complaint.status == "closed":
        return case
    told = clocks.stop_all(desk, complaint.reference, desk.now)
    desk.unit.complaints.reach(complaint.reference, "closed", desk.now)
    complaint = replace(complaint, status="closed", closed_at=desk.now, outcome=outcome)
    case = replace(case, complaint=desk.unit.complaints.save(complaint))
    return save(desk, case, [*told, CaseClosed(at=desk.now, outcome=outcome)])


def _open(desk: Desk, instance: str, reason: str) -> tuple[Case, str]:
    """The instance for change, and the reason. What the actor may is looked at first: it tells nothing."""
    require(desk.actor, "intervene in an instance")
    case = open_case(desk, instance)
    if case.complaint is None and not may(desk.actor, "start any process"):
        raise NotAllowed("Only a quality manager may intervene in an instance that handles no complaint.")
    return case, require_reason(reason)


def _require_going(case: Case) -> None:
    if case.instance.status in OVER or case.instance.status is InstanceStatus.SUSPENDED:
        raise WrongState(f"This instance is {case.instance.status} already.")

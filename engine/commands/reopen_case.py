"""Open a closed case again."""

from dataclasses import dataclass, replace

from engine.authority import require
from engine.commands.cases import open_reference
from engine.commands.effects.settle import OVER, Case, save, settle
from engine.commands.starting import new_instance
from engine.commands.texts import require_reason
from engine.desk import Desk
from engine.errors import WrongState
from engine.events.case import CaseReopened, InstanceCancelled
from engine.model.complaint import Complaint
from engine.model.request import Command


@dataclass(frozen=True)
class ReopenCase(Command[Complaint]):
    reference: str
    reason: str


def reopen_case(command: ReopenCase, desk: Desk) -> Complaint:
    """The case, handled anew: a new instance of the process in force starts with `reopened` true.

    What its old instance still waited for (a survey, say) is cancelled. First times of milestones stay.

    Raises:
        WrongState: the case is open, or was merged into another.
    """
    require(desk.actor, "extend, merge or reopen a case")
    reason = require_reason(command.reason)
    case = open_reference(desk, command.reference)
    complaint = case.complaint
    assert complaint is not None
    if complaint.status != "closed":
        raise WrongState(f"Case {complaint.reference} is open.")
    if complaint.merged_into:
        raise WrongState(f"Case {complaint.reference} was merged into {complaint.merged_into}.")
    _end_old(desk, case, reason)
    definition = desk.unit.definitions.get(case.instance.key)
    instance = new_instance(desk, definition, reference=complaint.reference)
    current = desk.unit.complaints.get(complaint.reference)
    complaint = desk.unit.complaints.save(
        replace(current, instance=instance.id, status="open", closed_at=None, outcome=None)
    )
    fresh = Case(instance, desk.package(instance), complaint)
    around = desk.around(fresh.package, complaint)
    step = desk.services.runtime.start(fresh.package, {"reopened": True}, around)
    case = settle(desk, fresh, step, before=[CaseReopened(at=desk.now, reason=reason)])
    assert case.complaint is not None
    return case.complaint


def _end_old(desk: Desk, case: Case, reason: str) -> None:
    if case.instance.status in OVER:
        save(desk, case, [CaseReopened(at=desk.now, reason=reason)])
        return
    around = desk.around(case.package, case.complaint)
    step = desk.services.runtime.cancel(case.package, case.instance.state, around)
    settle(desk, case, step, before=[InstanceCancelled(at=desk.now, reason=f"reopened: {reason}")])

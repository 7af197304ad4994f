"""Merge a duplicate into the case that goes on."""

from dataclasses import dataclass, replace

from engine.authority import require
from engine.commands.cases import open_reference, require_open_case
from engine.commands.effects.settle import OVER, save
from engine.commands.intervene import close_entry, end_case
from engine.commands.texts import optional
from engine.desk import Desk
from engine.errors import InvalidInput, WrongState
from engine.events.case import CaseMerged
from engine.model.complaint import Complaint
from engine.model.request import Command
from engine.sight import seen


@dataclass(frozen=True)
class MergeCase(Command[Complaint]):
    reference: str
    into: str
    reason: str = "duplicate"


def merge_case(command: MergeCase, desk: Desk) -> Complaint:
    """The merged case, closed; its reference and tracking code go on to answer, and point to the other.

    Raises:
        InvalidInput: it would be merged into itself.
        WrongState: either is closed.
    """
    require(desk.actor, "extend, merge or reopen a case")
    reason = optional(command.reason) or "duplicate"
    if command.into.strip() == command.reference:
        raise InvalidInput("A case cannot be merged into itself.")
    into = seen(desk, command.into.strip())
    if into.status == "closed":
        raise WrongState(f"Case {into.reference} is closed; reopen it first.")
    case = open_reference(desk, command.reference)
    require_open_case(case)
    if case.instance.status not in OVER:
        case = end_case(desk, case, f"merged into {into.reference}: {reason}", "merged")
    else:
        case = close_entry(desk, case, "merged")
    assert case.complaint is not None
    complaint = desk.unit.complaints.save(replace(case.complaint, merged_into=into.reference))
    save(desk, case, [CaseMerged(at=desk.now, into=into.reference, reason=reason)])
    return complaint

"""Change what a case is: a complaint may turn out to be an enquiry, and the other way round."""

from dataclasses import dataclass, replace

from engine.authority import require
from engine.commands.cases import open_reference, require_open_case
from engine.commands.effects.settle import save
from engine.commands.texts import optional
from engine.desk import Desk
from engine.errors import InvalidInput, WrongState
from engine.events.case import CaseConverted
from engine.model.complaint import Complaint, Kind
from engine.model.request import Command


@dataclass(frozen=True)
class ConvertCase(Command[Complaint]):
    reference: str
    kind: str
    reason: str = ""


def convert_case(command: ConvertCase, desk: Desk) -> Complaint:
    """The case with its new kind; its first received moment stays.

    Raises:
        InvalidInput: there is no such kind.
        WrongState: it is of that kind already, or closed.
    """
    require(desk.actor, "withdraw, pause or convert a case")
    if command.kind not in list(Kind):
        raise InvalidInput(f"Choose one of {', '.join(Kind)}.")
    case = open_reference(desk, command.reference)
    complaint = require_open_case(case)
    if complaint.kind == command.kind:
        raise WrongState(f"Case {complaint.reference} is a {command.kind} already.")
    event = CaseConverted(
        at=desk.now, before=complaint.kind.value, after=command.kind, reason=optional(command.reason)
    )
    complaint = desk.unit.complaints.save(replace(complaint, kind=Kind(command.kind)))
    save(desk, replace(case, complaint=complaint), [event])
    return complaint

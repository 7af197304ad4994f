"""Withdraw a complaint, as its diagram allows."""

from dataclasses import dataclass

from engine.authority import require
from engine.commands.cases import open_reference, require_open_case
from engine.commands.effects.settle import Case, settle
from engine.commands.tasks import require_running
from engine.commands.texts import require_reason
from engine.desk import Desk
from engine.errors import WrongState
from engine.events.case import CaseWithdrawn
from engine.model.complaint import WITHDRAWAL, Complaint
from engine.model.request import Command


@dataclass(frozen=True)
class WithdrawCase(Command[Complaint]):
    reference: str
    reason: str


def withdraw_case(command: WithdrawCase, desk: Desk) -> Complaint:
    """The case as the diagram leaves it after the withdrawal.

    Raises:
        WrongState: it is closed or suspended, or its diagram takes no withdrawal any more (the decision has
            been made).
    """
    require(desk.actor, "withdraw, pause or convert a case")
    return withdraw(desk, open_reference(desk, command.reference), require_reason(command.reason))


def withdraw(desk: Desk, case: Case, reason: str) -> Complaint:
    """Hand the withdrawal to the diagram."""
    complaint = require_open_case(case)
    require_running(case)
    around = desk.around(case.package, complaint)
    step = desk.services.runtime.deliver(
        case.package, case.instance.state, WITHDRAWAL, complaint.reference, {}, around
    )
    if step is None:
        raise WrongState("This complaint can no longer be withdrawn: the decision has been made.")
    case = settle(desk, case, step, before=[CaseWithdrawn(at=desk.now, reason=reason)])
    assert case.complaint is not None
    return case.complaint

"""Pause, resume and extend: what changes when a case is due (DOMAIN §6: rules worth tests)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.authority import require
from engine.commands.cases import open_reference, require_open_case
from engine.commands.effects import clocks
from engine.commands.effects.letters import Writing, queue_letter
from engine.commands.effects.settle import OVER, Case, save, settle
from engine.commands.tasks import require_running
from engine.commands.texts import one_line, optional, require_reason
from engine.desk import Desk
from engine.errors import InvalidInput, WrongState
from engine.events import Event
from engine.events.case import CaseExtended, CasePaused, CaseResumed
from engine.feel.values import from_python
from engine.model.complaint import Complaint
from engine.model.request import Command
from engine.model.work import Clock, Pause

LONGEST = timedelta(days=3660)
"""How far ahead a date may lie; beyond it somebody has mistyped."""
EXTENDED_TO = "decided"
"""The clock that may be extended once is the one that this milestone stops."""


@dataclass(frozen=True)
class PauseCase(Command[Complaint]):
    reference: str
    reason: str
    awaiting: str  #: the person or body awaited
    until: datetime


@dataclass(frozen=True)
class ResumeCase(Command[Complaint]):
    reference: str
    reason: str = ""


@dataclass(frozen=True)
class ExtendCase(Command[Complaint]):
    """Once in a case's life, with a reason, and the complainant is told."""

    reference: str
    reason: str
    until: datetime


def pause_case(command: PauseCase, desk: Desk) -> Complaint:
    """The case; its pausable clocks and its diagram's working-time timers stand still until `until`.

    Raises:
        InvalidInput: no reason, nobody awaited, or an end that is not in the future.
        WrongState: it is closed or suspended, or paused already.
    """
    require(desk.actor, "withdraw, pause or convert a case")
    reason = require_reason(command.reason)
    awaiting = one_line(command.awaiting)
    if not awaiting:
        raise InvalidInput("Say whom you are waiting for.")
    if not desk.now < command.until <= desk.now + LONGEST:
        raise InvalidInput("A pause ends in the future, and within ten years.")
    case = open_reference(desk, command.reference)
    complaint = require_open_case(case)
    if any(pause.covers(desk.now) for pause in desk.pauses(complaint)):
        raise WrongState(f"Case {complaint.reference} is paused already.")
    desk.unit.complaints.put_pause(Pause(complaint.reference, desk.now, command.until, reason, awaiting))
    event = CasePaused(at=desk.now, reason=reason, awaiting=awaiting, until=command.until)
    return _moved(desk, case, [event], reason)


def resume_case(command: ResumeCase, desk: Desk) -> Complaint:
    """The case, its clocks running again from now. Raises WrongState when it is not paused, or suspended."""
    require(desk.actor, "withdraw, pause or convert a case")
    case = open_reference(desk, command.reference)
    complaint = require_open_case(case)
    pause = next((p for p in desk.pauses(complaint) if p.covers(desk.now)), None)
    if pause is None:
        raise WrongState(f"Case {complaint.reference} is not paused.")
    desk.unit.complaints.put_pause(replace(pause, ended_at=desk.now))
    reason = optional(command.reason)
    return _moved(desk, case, [CaseResumed(at=desk.now, reason=reason)], reason or "resumed")


def extend_case(command: ExtendCase, desk: Desk) -> Complaint:
    """The case with its answer due at `until`.

    Raises:
        InvalidInput: no reason, or a moment that is not later than the present limit.
        WrongState: it was extended before, or its limit has passed or no longer runs.
    """
    require(desk.actor, "extend, merge or reopen a case")
    reason = require_reason(command.reason)
    case = open_reference(desk, command.reference)
    complaint = require_open_case(case)
    clock = _extendable(desk.unit.complaints.clocks(complaint.reference), desk.now)
    if not clock.due_at < command.until <= desk.now + LONGEST:
        raise InvalidInput(
            f"The new date must be later than the present one, {clock.due_at:%Y-%m-%d}, and within ten years."
        )
    desk.unit.complaints.put_clock(replace(clock, due_at=command.until, extended_reason=reason))
    told: list[Event] = [CaseExtended(at=desk.now, clock=clock.name, reason=reason, until=command.until)]
    writing = Writing(desk, case.package, case.instance, complaint)
    values: dict[str, object] = {"reason": reason, "until": from_python(command.until)}
    told += queue_letter(writing, "extension", "complainant", values)
    save(desk, case, told)
    return complaint


def _extendable(running: Iterable[Clock], now: datetime) -> Clock:
    clock = next((c for c in running if c.stop == EXTENDED_TO and c.stopped_at is None), None)
    if clock is None:
        raise WrongState("The limit for the answer does not run any more.")
    if clock.extended_reason is not None:
        raise WrongState("The limit has been extended before; that can be done once.")
    if clock.due_at <= now:
        raise WrongState("The limit has passed; it can be extended only before that.")
    return clock


def _moved(desk: Desk, case: Case, told: list[Event], reason: str) -> Complaint:
    """Compute clocks and timers anew after a pause has changed."""
    assert case.complaint is not None
    require_running(case)
    told = [*told, *clocks.recompute(desk, case.package, case.complaint, reason)]
    if case.instance.status in OVER:
        case = save(desk, case, told)
    else:
        around = desk.around(case.package, case.complaint)
        step = desk.services.runtime.rearm(case.package, case.instance.state, around)
        case = settle(desk, case, step, before=told)
    assert case.complaint is not None
    return case.complaint

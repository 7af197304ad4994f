"""What was due before comes first: timers and clocks of a case, each at its own instant."""

from dataclasses import replace
from datetime import datetime

from engine.commands.effects import clocks
from engine.commands.effects.settle import Case, save, settle
from engine.desk import Desk
from engine.model.people import SYSTEM

ROUNDS = 10_000
"""More due moments than this in one go are left to the next command."""


def catch_up(desk: Desk, case: Case) -> Case:
    """Fire everything that is due at the desk's instant or before, in the order of the due moments.

    The history tells it of the system, as if the worker had come in time: it is not the actor's doing.
    """
    for _ in range(ROUNDS):
        due_at = case.instance.next_due_at
        if due_at is None or due_at > desk.now:
            break
        case = fire_at(replace(desk, now=due_at, actor=SYSTEM), case, due_at)
    return case


def fire_at(desk: Desk, case: Case, due_at: datetime) -> Case:
    """Fire what is due at exactly this moment: first the diagram's timers, then the case's clocks."""
    instance = case.instance
    if instance.next_timer_at is not None and instance.next_timer_at <= due_at:
        around = desk.around(case.package, case.complaint)
        step = desk.services.runtime.fire_due(case.package, instance.state, around)
        case = settle(desk, case, step)
    if case.complaint is not None:
        told = clocks.breach(desk, case.complaint.reference, due_at)
        if told:
            case = save(desk, case, told)
    if case.instance.next_due_at == due_at:
        case = save(desk, case, ())
    return case

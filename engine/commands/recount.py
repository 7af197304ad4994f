"""Compute an instance's deadlines anew, after a calendar that it counts by has changed."""

from uuid import uuid4

from engine.commands.effects import clocks
from engine.commands.effects.catch_up import catch_up
from engine.commands.effects.settle import OVER, Case, save, settle
from engine.desk import Desk
from engine.model.work import Job

RECOUNT = "recount"


def later(desk: Desk, calendar: str, reason: str) -> int:
    """Leave it to the worker, for every open instance that counts by the calendar; answers how many."""
    packages = sorted(
        {
            definition.sha256
            for definition in desk.unit.definitions.all()
            if desk.unit.definitions.package(definition.sha256).calendar == calendar
        }
    )
    job = Job(
        instance="",
        id=f"{RECOUNT}/{uuid4().hex}",
        kind=RECOUNT,
        name=f"calendar “{calendar}” changed: {reason}",
        values={},
        created_at=desk.now,
        due_at=desk.now,
    )
    return desk.unit.jobs.add_for_open(packages, job) if packages else 0


def recount(desk: Desk, case: Case, reason: str) -> Case:
    """The case with its clocks and timers as the calendar now says; the history tells which moved."""
    case = catch_up(desk, case)
    told = clocks.recompute(desk, case.package, case.complaint, reason) if case.complaint else []
    if case.instance.status in OVER:
        return save(desk, case, told)
    around = desk.around(case.package, case.complaint)
    step = desk.services.runtime.rearm(case.package, case.instance.state, around)
    return settle(desk, case, step, before=told)

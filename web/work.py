"""The tasklist, and one task with its form beside what is needed to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.release_task import ReleaseTask
from engine.errors import Refused
from engine.model.request import Command
from engine.model.work import WorkItem
from engine.ports.reads import TaskRow
from engine.queries.tasklist import TaskCounts, Tasklist
from web.gate import actor, ask, do
from web.late import told as told_late
from web.marks import marks_of_task
from web.numbers import counted
from web.people import group_name, name_of
from web.sessions import for_staff
from web.texts import _
from web.times import days_until, local, now

bp = Blueprint("work", __name__, url_prefix="/work")
for_staff(bp)

PAGE = 100
NEAR = ("late", "today")
"""Spans that a list can be narrowed down to."""
WEEK = 7
"""Days after today that still count as near: on a Friday, Monday's work must not look far off."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Tasks that are due in the same span."""

    key: str
    title: str
    rows: list[TaskRow]


@bp.get("")
def tasks() -> ResponseReturnValue:
    """What this person may claim or complete, due first."""
    chosen = request.args.get("group") or None
    mine = request.args.get("mine") == "1"
    text = request.args.get("q", "").strip()
    done = request.args.get("state") == "done"
    due_in = request.args.get("due") if request.args.get("due") in NEAR and not done else None
    due_from, due_before = _due(due_in)
    wanted = Tasklist(
        state="done" if done else "open",
        mine=mine,
        group=chosen,
        text=text,
        limit=PAGE,
        due_from=due_from,
        due_before=due_before,
        cursor=request.args.get("cursor"),
    )
    page = ask(wanted)
    return render_template(
        "work/tasks.html",
        bundles=[Bundle("done", _("Done"), list(page.items))] if done else bundles(page.items),
        next_cursor=page.next,
        counts=ask(TaskCounts()),
        counted=counted,
        groups=sorted(actor().all_groups),
        group=chosen,
        mine=mine,
        text=text,
        done=done,
        due_in=due_in,
        name_of=name_of,
        group_name=group_name,
        marks=marks_of_task,
    )


def _due(span: str | None) -> tuple[datetime | None, datetime | None]:
    """From when until when a task is late, or still due today: what the list is narrowed down to."""
    if span is None:
        return None, None
    if span == "late":
        return None, now()
    here = local(now())
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)
    return now(), midnight


def bundles(rows: Sequence[TaskRow]) -> list[Bundle]:
    """The rows as Late, Today, Next seven days, Later; empty bundles are left out."""
    found = {
        key: Bundle(key, title, [])
        for key, title in (
            ("late", _("Late")),
            ("today", _("Today")),
            ("week", _("Next seven days")),
            ("later", _("Later")),
        )
    }
    for row in rows:
        found[_span(row)].rows.append(row)
    return [bundle for bundle in found.values() if bundle.rows]


def _span(row: TaskRow) -> str:
    due_at = row.item.due_at
    if due_at is None:
        return "later"
    if due_at < now():
        return "late"
    days = days_until(due_at)
    if days == 0:
        return "today"
    return "week" if days <= WEEK else "later"


@bp.post("/<task>/claim")
def claim(task: str) -> ResponseReturnValue:
    """Take the task."""
    return _move(task, ClaimTask(task), _("The task is yours."))


@bp.post("/<task>/release")
def release(task: str) -> ResponseReturnValue:
    """Give the task back to its group."""
    return _move(task, ReleaseTask(task), _("The task is back with its group."))


@bp.post("/<task>/assign")
def assign(task: str) -> ResponseReturnValue:
    """Hand the task to somebody."""
    to, reason = request.form.get("to", ""), request.form.get("reason", "").strip()
    return _move(task, AssignTask(task, to, reason), _("The task is now with %(name)s.", name=name_of(to)))


def _move(task: str, command: Command[WorkItem], told: str) -> ResponseReturnValue:
    try:
        do(command)
        flash(told, "success")
    except Refused as refused:
        flash(told_late(refused, actor().login), "warning")
    if request.form.get("back") == "list":
        return redirect(url_for("work.tasks"), 303)
    return redirect(url_for("task.show", task=task), 303)

"""How the installation runs: what waits, what has failed, and what may be done about it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.authority import require
from engine.commands.dismiss import DismissJob, DismissMail
from engine.commands.intervene import RetryInstance
from engine.commands.try_again import RetryJob, RetryMail
from engine.errors import Refused
from engine.model.request import Command
from engine.model.step import Incident
from engine.model.work import Instance
from engine.queries.operations import HowItRuns, OperationsView
from engine.queries.processes import StandingStill
from web.gate import actor, ask, do, querela
from web.sessions import for_staff
from web.texts import _, ngettext
from web.times import seconds

bp = Blueprint("operations", __name__, url_prefix="/admin")
for_staff(bp)

WAITS = {
    "due_timers": "Cases with something due",
    "oldest_late_seconds": "Longest overdue",
    "queued_mails": "Mails to be sent",
    "oldest_mail_late_seconds": "Longest overdue mail",
    "queued_jobs": "Jobs to be done",
    "oldest_job_late_seconds": "Longest overdue job",
    "parked_jobs": "Jobs of suspended cases",
    "incidents": "Steps that failed",
    "failed_jobs": "Jobs that were given up",
    "failed_mails": "Mails that were given up",
}
"""What waits, and what waits for somebody, in words."""
JOBS = {
    "message": "Hand over the message",
    "signal": "Spread the signal",
    "begin": "Start a process by the signal",
    "recount": "Compute deadlines anew",
}
"""What a job does, in words."""
TRIED, LET_GO = "Tried again.", "Let go of. The reason stands in the history."
PROMPT = 60
"""Seconds that something due may wait without being late."""
SILENT = 30
"""Seconds after which a worker that says nothing is shown as silent."""


@bp.get("")
@bp.get("/operations")
def index() -> ResponseReturnValue:
    """What waits and what failed."""
    require(actor(), "see operations")
    here = _pages()
    view = ask(HowItRuns(**here))
    return render_template(
        "admin/operations.html",
        view=view,
        here=here,
        summary=summary(view),
        incidents=incidents(),
        waits=waits(view.backlog),
        jobs=JOBS,
        silent=SILENT,
        size=size_text(view.database.size),
        about=querela().about(),
        config=querela().config,
    )


@bp.post("/instances/<instance>/retry")
def retry(instance: str) -> ResponseReturnValue:
    """Go on from the step that failed."""
    return _done(RetryInstance(instance, request.form.get("reason", "").strip() or "retry"), TRIED)


@bp.post("/jobs/<handle>/retry")
def retry_job(handle: str) -> ResponseReturnValue:
    """Do a job that was given up."""
    return _done(RetryJob(handle), TRIED)


@bp.post("/jobs/<handle>/dismiss")
def dismiss_job(handle: str) -> ResponseReturnValue:
    """Let go of a job that was given up."""
    return _done(DismissJob(handle, request.form.get("reason", "")), LET_GO)


@bp.post("/mails/<handle>/retry")
def retry_mail(handle: str) -> ResponseReturnValue:
    """Send a mail that was given up."""
    return _done(RetryMail(handle), TRIED)


@bp.post("/mails/<handle>/dismiss")
def dismiss_mail(handle: str) -> ResponseReturnValue:
    """Let go of a mail that was given up."""
    return _done(DismissMail(handle, request.form.get("reason", "")), LET_GO)


@bp.post("/mails/retry")
def retry_mails() -> ResponseReturnValue:
    """Send all mails that the page lists, each in a transaction of its own."""
    queued, last = 0, ""
    for mail in ask(HowItRuns(**_pages())).mails:
        try:
            do(RetryMail(mail.handle))
            queued += 1
        except Refused as refused:
            last = str(refused)
    if queued:
        flash(
            ngettext("%(num)d mail will be sent again.", "%(num)d mails will be sent again.", queued),
            "success",
        )
    if last:
        flash(last, "warning")
    return _back()


def _done(command: Command[object], done: str) -> ResponseReturnValue:
    try:
        do(command)
        flash(_(done), "success")
    except Refused as refused:
        flash(str(refused), "warning")
    return _back()


def _back() -> ResponseReturnValue:
    """To the same pages of jobs and mails."""
    return redirect(url_for("operations.index", **_pages()), 303)


def _pages() -> dict[str, Any]:
    """From where on jobs and mails are shown."""
    return {name: request.args[name] for name in ("jobs", "mails") if request.args.get(name)}


def incidents() -> list[tuple[Instance, Incident]]:
    """The steps that failed, each with its instance."""
    return [
        (view.instance, incident)
        for view in ask(StandingStill())
        for incident in view.look.incidents
        if incident.element  # a job belongs to none, and stands in its own list
    ]


def summary(view: OperationsView) -> str:
    """How it stands, in a sentence or two."""
    backlog = view.backlog
    late = int(max(backlog[name] for name in WAITS if name.endswith("_seconds")))
    failed = int(backlog["incidents"] + backlog["failed_jobs"] + backlog["failed_mails"])
    said = [_("Something due has waited for %(length)s.", length=seconds(late))] if late > PROMPT else []
    if failed:
        said.append(
            ngettext(
                "%(num)d thing has failed and waits for you.",
                "%(num)d things have failed and wait for you.",
                failed,
            )
        )
    if not said:
        return _("Nothing is late and nothing has failed.")
    return " ".join(said if late > PROMPT else [_("Nothing is late."), *said])


def waits(backlog: Mapping[str, float]) -> list[tuple[str, str]]:
    """What waits, as names and values."""
    shown = []
    for name, words in WAITS.items():
        number = int(backlog[name])
        if name.endswith("_seconds"):
            shown.append((_(words), seconds(number) if number > PROMPT else _("nothing is late")))
        else:
            shown.append((_(words), count_text(number, int(backlog["limit"]))))
    return shown


def count_text(number: int, limit: int) -> str:
    """A count; of one that was not counted to its end, that it is more."""
    text = f"{number:,}"
    return _("%(number)s or more", number=text) if number >= limit else text


def size_text(size: float) -> str:
    """Bytes as people read them."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if size >= 10 or unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"

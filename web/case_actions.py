"""What staff do to a case beside its tasks, each with its reason in the history."""

from datetime import datetime, time

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.attach import Attach
from engine.commands.convert_case import ConvertCase
from engine.commands.deadlines import ExtendCase, PauseCase, ResumeCase
from engine.commands.intervene import CancelInstance, RetryInstance
from engine.commands.merge_case import MergeCase
from engine.commands.reopen_case import ReopenCase
from engine.commands.withdraw_case import WithdrawCase
from engine.commands.write_to_case import WriteToCase
from engine.errors import ConcurrentChange, InvalidInput, NotFound, Refused, WrongState
from engine.forms.digits import western_digits
from engine.model.request import Command
from engine.queries.register import CaseDetail
from web.cases import render_case
from web.gate import ask, do, querela
from web.sessions import for_staff
from web.texts import _

bp = Blueprint("case_actions", __name__, url_prefix="/cases/<reference>")
for_staff(bp)

END_OF_DAY = time(23, 59)


@bp.post("/message")
def message(reference: str) -> ResponseReturnValue:
    """Write to the complainant, or write down what the complainant said."""
    form = request.form
    command = WriteToCase(
        reference,
        form.get("text", ""),
        subject=form.get("subject", "").strip(),
        channel=form.get("channel", "e-mail"),
        direction=form.get("direction", "out"),
    )
    return _try(reference, command, _("The message is part of the conversation."), "conversation")


@bp.post("/attach")
def attach(reference: str) -> ResponseReturnValue:
    """Add files."""
    files = [file for file in request.files.getlist("files") if file.filename]
    if not files:
        return _refused(reference, InvalidInput(_("Choose a file first.")), "record")
    for file in files:
        answer = _try(reference, Attach(reference, file.filename or "", file.read()), "", "record")
    flash(_("Added to the case."), "success")
    return answer


@bp.post("/withdraw")
def withdraw(reference: str) -> ResponseReturnValue:
    """Withdraw the complaint on the complainant's behalf."""
    return _try(reference, WithdrawCase(reference, _reason()), _("The complaint is withdrawn."))


@bp.post("/pause")
def pause(reference: str) -> ResponseReturnValue:
    """Stop the clocks that may be stopped until a day."""
    try:
        until = _until()
    except InvalidInput as wrong:
        return _refused(reference, wrong)
    command = PauseCase(reference, _reason(), request.form.get("awaiting", ""), until)
    return _try(reference, command, _("The case is paused."))


@bp.post("/resume")
def resume(reference: str) -> ResponseReturnValue:
    """Let the clocks run again."""
    return _try(reference, ResumeCase(reference, _reason()), _("The case goes on."))


@bp.post("/extend")
def extend(reference: str) -> ResponseReturnValue:
    """Move the day by which the answer is due; the complainant is told."""
    try:
        until = _until()
    except InvalidInput as wrong:
        return _refused(reference, wrong)
    return _try(
        reference, ExtendCase(reference, _reason(), until), _("The complainant is told of the new date.")
    )


@bp.post("/convert")
def convert(reference: str) -> ResponseReturnValue:
    """Make it another kind of case."""
    kind = request.form.get("kind", "")
    return _try(
        reference, ConvertCase(reference, kind, _reason()), _("The case now counts as %(kind)s.", kind=kind)
    )


@bp.post("/merge")
def merge(reference: str) -> ResponseReturnValue:
    """Join a duplicate to the case that goes on."""
    into = western_digits(request.form.get("into", "")).strip()
    return _try(reference, MergeCase(reference, into, _reason()), _("Merged into %(other)s.", other=into))


@bp.post("/reopen")
def reopen(reference: str) -> ResponseReturnValue:
    """Take the case up again."""
    return _try(reference, ReopenCase(reference, _reason()), _("The case is open again."))


@bp.post("/retry")
def retry(reference: str) -> ResponseReturnValue:
    """Go on from the step that failed."""
    instance = ask(CaseDetail(reference)).instance.id
    return _try(reference, RetryInstance(instance, _reason() or "retry"), _("Tried again."))


@bp.post("/cancel")
def cancel(reference: str) -> ResponseReturnValue:
    """End the process and close the case."""
    instance = ask(CaseDetail(reference)).instance.id
    return _try(reference, CancelInstance(instance, _reason()), _("The process has been ended."))


def _reason() -> str:
    return request.form.get("reason", "").strip()


def _until() -> datetime:
    """The end of the day that was chosen. Raises InvalidInput."""
    text = western_digits(request.form.get("until", "")).strip()
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as wrong:
        raise InvalidInput(_("Give the day as year-month-day, for example 2026-11-27.")) from wrong
    return datetime.combine(day, END_OF_DAY, querela().config.zone)


def _try(reference: str, command: Command[object], told: str, tab: str = "record") -> ResponseReturnValue:
    """Carry it out and show the case; what is refused is told on the page and nothing typed is lost."""
    try:
        do(command)
    except NotFound as nothing:
        if command.__class__ is not MergeCase:
            raise
        return _refused(reference, nothing, tab)
    except Refused as refused:
        return _refused(reference, refused, tab)
    if told:
        flash(told, "success")
    return redirect(url_for("cases.case", reference=reference, tab=None if tab == "record" else tab), 303)


def _refused(reference: str, why: Refused, tab: str = "record") -> ResponseReturnValue:
    """The case as it stands now, with what was typed; 409 where somebody was faster."""
    status = 409 if isinstance(why, WrongState | ConcurrentChange) else 422
    typed = {**request.form.to_dict(), "action": request.path.rpartition("/")[2]}
    return render_case(ask(CaseDetail(reference)), tab, problem=str(why), typed=typed), status

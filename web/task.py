"""One task: its form beside what is needed to decide."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.attach import Attach
from engine.commands.complete_task import CompleteTask
from engine.commands.save_draft import SaveDraft
from engine.errors import InvalidForm, InvalidInput, NotAllowed, Refused
from engine.forms import draft_of
from engine.forms.setting import Setting
from engine.queries.tasklist import TaskDetail, TaskView
from web.forms import FormView, form_view, posted, was_refreshed, without_new_questions
from web.forms.files import checked_files
from web.forms.words import answers
from web.gate import actor, ask, do, querela
from web.labels import channel_name
from web.late import told
from web.lost import lost
from web.marks import marks_of
from web.people import complainant_of, group_name, name_of
from web.sessions import for_staff
from web.texts import _
from web.times import now

bp = Blueprint("task", __name__, url_prefix="/work")
for_staff(bp)

ACTION = "form.action"


@bp.get("/<task>")
def show(task: str) -> ResponseReturnValue:
    """The task as it stands, its draft filled in."""
    view = ask(TaskDetail(task))
    return _page(view, _without_files(view.values, view))


@bp.post("/<task>")
def answer(task: str) -> ResponseReturnValue:
    """Complete the task, or keep what was typed as a draft."""
    try:
        view = ask(TaskDetail(task, beside=False))
    except NotAllowed as refused:
        status = 409 if refused.standing else 403
        return lost(status, _("Your answers were not taken"), told(refused, actor().login))
    typed = posted(view.form, request.form, request.files) if view.form else {}
    if was_refreshed(request.form) and view.form:
        return _page(view, {**view.context, **posted(view.form, request.form)})
    if request.form.get(ACTION) == "draft":
        return _keep(view, typed)
    if view.form and not without_new_questions(request.form, _form(view, {**view.context, **typed}).visible):
        notice = _("Your answers lead to further questions. They are now on the page.")
        return _page(view, {**view.context, **typed}, notice=notice)
    return _complete(view, typed)


@bp.post("/<task>/draft")
def draft(task: str) -> ResponseReturnValue:
    """Keep what was typed, asked for by the page itself from time to time."""
    view = ask(TaskDetail(task, beside=False))
    if view.form:
        do(SaveDraft(task, draft_of(view.form, posted(view.form, request.form))))
    return "", 204


def _without_files(values: Mapping[str, object], view: TaskView) -> dict[str, object]:
    """The values that a page can begin with: names of files from before are no files."""
    files = {field.key for field in view.form.fields if field.type == "filepicker"} if view.form else set()
    return {key: value for key, value in values.items() if key not in files}


def _keep(view: TaskView, typed: Mapping[str, object]) -> ResponseReturnValue:
    try:
        if view.form:
            do(SaveDraft(view.item.id, draft_of(view.form, typed)))
    except InvalidInput as wrong:
        return _page(view, {**view.context, **typed}, problem=str(wrong)), 422
    except Refused as refused:
        return _conflict(view, typed, refused)
    flash(_("Your draft is kept. Nobody else is bound by it."), "success")
    return redirect(url_for("task.show", task=view.item.id), 303)


def _complete(view: TaskView, typed: Mapping[str, object]) -> ResponseReturnValue:
    values = {**view.context, **typed}
    try:
        files = checked_files(view.form, request.files) if view.form else []
        do(CompleteTask(view.item.id, typed))
    except InvalidForm as wrong:
        return _page(view, values, errors=wrong.errors), 422
    except InvalidInput as wrong:
        return _page(view, values, problem=str(wrong)), 422
    except Refused as refused:
        return _conflict(view, typed, refused)
    for name, data in files:
        if view.item.reference:
            do(Attach(view.item.reference, name, data))
    flash(_("“%(task)s” is done.", task=view.item.name), "success")
    return redirect(url_for("work.tasks"), 303)


def _conflict(view: TaskView, typed: Mapping[str, object], refused: Refused) -> ResponseReturnValue:
    """The page anew as it stands now, who was faster, and what was typed still in the form."""
    problem = told(refused, actor().login)
    try:
        current = ask(TaskDetail(view.item.id))
    except Refused:
        return lost(409, _("Your answers were not taken"), problem)
    return _page(current, {**current.context, **typed}, problem=problem, is_lost=True), 409


def _whole(view: TaskView) -> TaskView:
    """The view with what stands beside the form, unless the task has been taken away at this moment."""
    try:
        return ask(TaskDetail(view.item.id))
    except Refused:
        return view


def _form(view: TaskView, values: Mapping[str, object], errors: Mapping[str, str] | None = None) -> FormView:
    assert view.form is not None
    setting = Setting(view.context, now(), querela().config.timezone)
    return form_view(view.form, setting, values, errors)


def _page(
    view: TaskView,
    values: Mapping[str, object],
    *,
    errors: Mapping[str, str] | None = None,
    problem: str = "",
    notice: str = "",
    is_lost: bool = False,
) -> str:
    view = view if view.whole else _whole(view)
    return render_template(
        "work/task.html",
        view=view,
        item=view.item,
        complaint=view.complaint,
        form=_form(view, values, errors) if view.form else None,
        problem=problem,
        notice=notice,
        lost=is_lost,
        name_of=name_of,
        group_name=group_name,
        complainant_of=complainant_of,
        channel_name=channel_name,
        marks=marks_of(view.complaint) if view.complaint else [],
        answers=answers,
    )

"""For staff: writing down a complaint that came by phone, letter or at the counter (ISO 10002, 7.2)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from engine.authority import require
from engine.commands.attach import Attach
from engine.errors import InvalidForm, Refused
from engine.forms import Component, Field, Form, Group, validate
from engine.forms.digits import western_digits
from engine.forms.setting import Setting
from engine.model.complaint import CHANNELS
from engine.queries.intake import IntakeForm
from web.forms import form_view, posted, was_refreshed, without_new_questions
from web.forms.files import checked_files
from web.gate import actor, ask, do, querela
from web.intake import lodge
from web.labels import channel_name
from web.once import lodge_once, mark
from web.security import keep_secret
from web.sessions import for_staff
from web.texts import _, language
from web.times import now

bp = Blueprint("recording", __name__, url_prefix="/cases/new")
for_staff(bp)

BY_STAFF = tuple(channel for channel in CHANNELS if channel not in ("web", "api"))
RECEIPT = "recorded"
CHANNEL, RECEIVED = "form.channel", "form.received"


@bp.route("", methods=["GET", "POST"])
def record() -> ResponseReturnValue:
    """The intake form with the way and the moment of receipt; no address is demanded."""
    require(actor(), "record a complaint")
    form = without_demand(ask(IntakeForm()).form, "email")
    if request.method == "GET":
        return _show(form, {})
    typed = posted(form, request.form, request.files)
    if was_refreshed(request.form):
        return _show(form, posted(form, request.form))
    view = form_view(form, _setting(), typed)
    if not without_new_questions(request.form, view.visible):
        return _show(
            form, typed, notice=_("Your answers lead to further questions. They are now on the page.")
        )
    try:
        answers = validate(form, typed, variables={}, now=now(), zone=querela().config.timezone)
        files = checked_files(form, request.files)
        command = lodge(form, answers, channel=request.form.get(CHANNEL, ""), language=language().tag)
        command = replace(command, received_at=_received(), require_address=False)
        reference, code, is_new = lodge_once(command)
    except InvalidForm as wrong:
        return _show(form, typed, wrong.errors), 422
    for name, data in files if is_new else []:
        try:
            do(Attach(reference, name, data, code=code))
        except Refused as refused:
            flash(_("“%(name)s” could not be added: %(why)s", name=name, why=str(refused)), "warning")
    session[RECEIPT] = querela().secrets.seal(f"{reference} {code}".encode()).decode()
    return redirect(url_for("recording.recorded"), 303)


@bp.get("/recorded")
def recorded() -> ResponseReturnValue:
    """Reference and tracking code for the complainant, shown once."""
    sealed = session.pop(RECEIPT, None)
    if not sealed:
        return redirect(url_for("cases.register"), 303)
    reference, _space, code = querela().secrets.open(sealed.encode()).decode().partition(" ")
    page = render_template("cases/recorded.html", reference=reference, code=code)
    return keep_secret(Response(page, mimetype="text/html"))


def without_demand(form: Form, key: str) -> Form:
    """The form with that field optional."""

    def relaxed(component: Component) -> Component:
        if isinstance(component, Group):
            return replace(component, components=tuple(relaxed(part) for part in component.components))
        if isinstance(component, Field) and component.key == key:
            return replace(component, rules=replace(component.rules, required=False))
        return component

    return replace(form, components=tuple(relaxed(component) for component in form.components))


def _received() -> datetime | None:
    """When it reached the organisation, if not just now. Raises InvalidForm."""
    text = western_digits(request.form.get(RECEIVED, "")).strip()
    if not text:
        return None
    try:
        typed = datetime.fromisoformat(text)
    except ValueError as wrong:
        message = _("Give day and time as in 2026-11-27 09:30, or leave it empty.")
        raise InvalidForm({"received_at": message}) from wrong
    return typed.replace(tzinfo=querela().config.zone)


def _setting() -> Setting:
    return Setting({}, now(), querela().config.timezone)


def _show(
    form: Form, values: Mapping[str, object], errors: Mapping[str, str] | None = None, notice: str = ""
) -> str:
    own = {"channel": CHANNEL, "received_at": RECEIVED}
    view = form_view(form, _setting(), values, errors)
    problems = [(own_id, (errors or {})[name]) for name, own_id in own.items() if name in (errors or {})]
    rest = [(ident, text) for ident, text in view.errors if text not in {told for _id, told in problems}]
    return render_template(
        "cases/new.html",
        view=view,
        errors=[*problems, *rest],
        wrong=dict(problems),
        notice=notice,
        channels=BY_STAFF,
        channel_name=channel_name,
        once=mark(),
        typed=request.form,
    )

"""For everybody: the front page, and making a complaint."""

from collections.abc import Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from engine.commands.attach import Attach
from engine.errors import InvalidForm, Refused
from engine.forms import Form, validate
from engine.forms.setting import Setting
from engine.queries.intake import IntakeForm
from web import limits
from web.forms import FormView, form_view, posted, was_refreshed, without_new_questions
from web.forms.files import checked_files
from web.gate import ask, do, querela
from web.intake import AUTOCOMPLETE, lodge
from web.once import lodge_once, mark
from web.security import keep_secret
from web.texts import _, language
from web.times import now
from web.tracking import remember

bp = Blueprint("portal", __name__)

RECEIPT = "receipt"


@bp.get("/")
def home() -> ResponseReturnValue:
    """Where and how to complain, what happens then, and where else to turn."""
    return render_template("portal/home.html")


@bp.route("/complain", methods=["GET", "POST"])
@limits.limited(limits.COMPLAIN, unless=lambda: limits.looks_only() or was_refreshed(request.form))
def complain() -> ResponseReturnValue:
    """The intake form; when all answers fit, on to the receipt."""
    form = ask(IntakeForm()).form
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
        command = lodge(form, answers, channel="web", language=language().tag)
        reference, code, is_new = lodge_once(command)
    except InvalidForm as wrong:
        return _show(form, typed, wrong.errors), 422
    if is_new:
        _attach(reference, code, files)
    remember(reference, code)
    session[RECEIPT] = querela().secrets.seal(f"{reference} {code}".encode()).decode()
    return redirect(url_for("portal.received"), 303)


@bp.get("/complain/received")
def received() -> ResponseReturnValue:
    """The receipt: reference and tracking code, shown once."""
    sealed = session.pop(RECEIPT, None)
    reference, code = "", ""
    if sealed:
        reference, _space, code = querela().secrets.open(sealed.encode()).decode().partition(" ")
    return keep_secret(_response(render_template("portal/received.html", reference=reference, code=code)))


def _response(text: str) -> Response:
    return Response(text, mimetype="text/html")


def _setting() -> Setting:
    return Setting({}, now(), querela().config.timezone)


def _show(
    form: Form, values: Mapping[str, object], errors: Mapping[str, str] | None = None, notice: str = ""
) -> str:
    view: FormView = form_view(form, _setting(), values, errors, AUTOCOMPLETE)
    return render_template("portal/complain.html", view=view, notice=notice, once=mark())


def _attach(reference: str, code: str, files: list[tuple[str, bytes]]) -> None:
    for name, data in files:
        try:
            do(Attach(reference, name, data, code=code))
        except Refused as refused:
            flash(_("“%(name)s” could not be added: %(why)s", name=name, why=str(refused)), "warning")

"""For complainants: where the complaint stands, and what they can do, with reference and code alone."""

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from engine.commands.attach import Attach
from engine.commands.complainant import (
    SCORES,
    AnswerSurvey,
    ReactByComplainant,
    ReplyByComplainant,
    WithdrawByComplainant,
)
from engine.errors import Broken, InvalidForm, NotFound, Refused
from engine.model.request import Command
from engine.queries.track import Track, TrackView
from web import limits, plain
from web.gate import do, querela
from web.lost import lost, typed_texts
from web.once import ONCE
from web.security import keep_secret
from web.texts import _
from web.thread import for_complainant

bp = Blueprint("tracking", __name__, url_prefix="/track")

KEPT = "tracking"
"""Session entry with reference and code, sealed: neither the address nor the cookie shows them."""


@bp.route("", methods=["GET", "POST"])
@limits.limited(limits.TRACK, unless=limits.looks_only)
def track() -> ResponseReturnValue:
    """Ask for reference and code; with both, show where the complaint stands."""
    if request.method == "POST":
        reference = request.form.get("reference", "").strip()
        code = request.form.get("tracking_code", "").strip()
        return _look_up(reference, code)
    kept = _kept()
    if kept is None:
        return _ask()
    try:
        return _status(querela().ask(Track(*kept)))
    except NotFound:
        session.pop(KEPT, None)
        return _ask()


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    """Forget the complaint in this browser."""
    session.pop(KEPT, None)
    session.pop(ONCE, None)
    flash(
        _("This browser no longer shows your complaint. To see it again, enter reference and tracking code.")
    )
    return redirect(url_for("tracking.track"), 303)


@bp.post("/reply")
@limits.limited(limits.TRACK)
def reply() -> ResponseReturnValue:
    """Send a message, with files if there are any."""
    kept = _kept()
    if kept is None:
        return _closed()
    text = request.form.get("text", "")
    answer = _try(ReplyByComplainant(*kept, text), _("Your message has been sent."), {"reply": text})
    for file in request.files.getlist("files"):
        if file.filename:
            _try(Attach(kept[0], file.filename, file.read(), code=kept[1]), "", {})
    return answer


@bp.post("/react")
@limits.limited(limits.TRACK)
def react() -> ResponseReturnValue:
    """Accept or reject the decision."""
    kept = _kept()
    if kept is None:
        return _closed()
    reaction, comment = request.form.get("reaction", ""), request.form.get("comment", "")
    done = {
        "accepted": _("Thank you. You have accepted the decision."),
        "rejected": _("You have not accepted the decision. Your complaint goes to a review."),
    }
    if querela().ask(Track(*kept)).milestones.get("reviewed"):
        done["rejected"] = _("You have not accepted the result. We pass your complaint on outside.")
    command = ReactByComplainant(*kept, reaction, comment)
    return _try(command, done.get(reaction, ""), {"comment": comment})


@bp.post("/withdraw")
@limits.limited(limits.TRACK)
def withdraw() -> ResponseReturnValue:
    """Withdraw the complaint."""
    kept = _kept()
    if kept is None:
        return _closed()
    reason = request.form.get("reason", "")
    command = WithdrawByComplainant(*kept, reason)
    return _try(command, _("Your complaint has been withdrawn."), {"reason": reason})


@bp.post("/survey")
@limits.limited(limits.TRACK)
def survey() -> ResponseReturnValue:
    """Take the answers to the survey."""
    kept = _kept()
    if kept is None:
        return _closed()
    values: dict[str, object] = {name: request.form.get(name, "") for name in (*SCORES, "comment")}
    return _try(AnswerSurvey(*kept, values), _("Thank you for your answers."), dict(values))


def remember(reference: str, code: str) -> None:
    """Let this browser show the complaint until it is closed or told to forget."""
    session[KEPT] = querela().secrets.seal(f"{reference} {code}".encode()).decode()


def _kept() -> tuple[str, str] | None:
    sealed = session.get(KEPT)
    if not sealed:
        return None
    try:
        reference, _space, code = querela().secrets.open(sealed.encode()).decode().partition(" ")
    except Broken:
        session.pop(KEPT, None)
        return None
    return reference, code


def _closed() -> ResponseReturnValue:
    """The answer to a form of a complaint that this browser no longer shows."""
    if not typed_texts():
        return redirect(url_for("tracking.track"), 303)
    problem = _(
        "This browser no longer shows your complaint, so nothing was sent. Enter your code again first."
    )
    return keep_secret(lost(409, _("Nothing was sent"), problem))


def _look_up(reference: str, code: str) -> ResponseReturnValue:
    missing = {}
    if not reference:
        missing["reference"] = _("Enter the reference of your complaint.")
    if not code:
        missing["tracking_code"] = _("Enter the tracking code.")
    if missing:
        return _ask(reference, missing), 422
    try:
        view = querela().ask(Track(reference, code))
    except NotFound as nothing:
        return _ask(reference, {"reference": str(nothing)}), 422
    remember(view.reference, code)
    return _status(view)


def _try(command: Command[object], done: str, typed: dict[str, object]) -> ResponseReturnValue:
    """Carry it out and show the page anew; what was refused is told there, and nothing typed is lost."""
    kept = _kept()
    try:
        do(command)
    except NotFound:
        session.pop(KEPT, None)
        return _closed()
    except Refused as refused:
        assert kept is not None
        errors = refused.errors if isinstance(refused, InvalidForm) else {}
        view = querela().ask(Track(*kept))
        return _status(view, str(refused), errors, typed), 422
    if done:
        flash(done, "success")
    return redirect(url_for("tracking.track"), 303)


def _ask(reference: str = "", errors: dict[str, str] | None = None) -> Response:
    page = render_template("tracking/ask.html", reference=reference, errors=errors or {})
    return keep_secret(Response(page, mimetype="text/html"))


def _status(
    view: TrackView,
    problem: str = "",
    errors: dict[str, str] | None = None,
    typed: dict[str, object] | None = None,
) -> Response:
    page = render_template(
        "tracking/status.html",
        view=view,
        messages=for_complainant(view),
        letter=plain.letter_to_read(view),
        stages=plain.stages(view),
        headline=plain.headline(view),
        answer_due=plain.answer_due(view),
        problem=problem,
        errors=errors or {},
        typed=typed or {},
        scores=SCORES,
    )
    return keep_secret(Response(page, mimetype="text/html"))

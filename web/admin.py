"""For administrators: people, and mails."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.authority import require
from engine.commands.administer import AddPerson, SetPersonActive
from engine.errors import Refused
from engine.model.people import ROLES
from engine.queries.due import Mails
from engine.queries.sign_in import PeopleList
from web.gate import actor, ask, do, querela
from web.sessions import for_staff
from web.texts import _

bp = Blueprint("admin", __name__, url_prefix="/admin")
for_staff(bp)


@bp.get("/people")
def people() -> ResponseReturnValue:
    """Members of staff."""
    require(actor(), "administer")
    return render_template("admin/people.html", people=ask(PeopleList()), roles=ROLES, typed={}, problem="")


@bp.post("/people")
def add_person() -> ResponseReturnValue:
    """Add somebody."""
    form = request.form
    command = AddPerson(
        login=form.get("login", "").strip(),
        roles=tuple(form.getlist("roles")),
        password=form.get("password", ""),
        name=form.get("name", "").strip(),
        email=form.get("email", "").strip(),
        groups=tuple(group.strip() for group in form.get("groups", "").split(",") if group.strip()),
    )
    try:
        person = do(command)
    except Refused as refused:
        require(actor(), "administer")
        typed = {**form.to_dict(), "roles": form.getlist("roles")}
        page = render_template(
            "admin/people.html", people=ask(PeopleList()), roles=ROLES, typed=typed, problem=str(refused)
        )
        return page, 422
    flash(_("%(name)s can sign in now.", name=person.name), "success")
    return redirect(url_for("admin.people"), 303)


@bp.post("/people/<login>/active")
def set_active(login: str) -> ResponseReturnValue:
    """Let somebody in again, or shut them out."""
    active = request.form.get("active") == "1"
    try:
        person = do(SetPersonActive(login, active))
        told = _("%(name)s can sign in again.") if active else _("%(name)s can no longer sign in.")
        flash(told % {"name": person.name}, "success")
    except Refused as refused:
        flash(str(refused), "warning")
    return redirect(url_for("admin.people"), 303)


@bp.get("/mails")
def mails() -> ResponseReturnValue:
    """The outbox."""
    require(actor(), "see operations")
    page = ask(Mails(limit=50, cursor=request.args.get("cursor")))
    return render_template("admin/mails.html", page=page, smtp=querela().config.smtp_url is not None)

"""The staff's door."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from web import limits
from web.navigation import home
from web.sessions import sign_in
from web.texts import _

bp = Blueprint("sign_in", __name__)


@bp.route("/login", methods=["GET", "POST"])
@limits.limited(limits.LOGIN, unless=limits.looks_only)
def login() -> ResponseReturnValue:
    """The form; with login and password, on to where the person wanted to go."""
    target = _safe(request.values.get("next", ""))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(target or url_for(home()), 303)
    typed, problem = "", ""
    if request.method == "POST":
        typed = request.form.get("login", "").strip()
        theme = session.get("theme")
        session.clear()
        if theme:
            session["theme"] = theme
        if sign_in(typed, request.form.get("password", "")):
            return redirect(target or url_for(home()), 303)
        problem = _("Login and password do not fit together.")
    page = render_template("login.html", typed=typed, problem=problem, target=target)
    return page, 401 if problem else 200


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    """End the session."""
    logout_user()
    session.clear()
    return redirect(url_for("sign_in.login"), 303)


@bp.get("/logout")
def ask_logout() -> ResponseReturnValue:
    """A page with the button: a link alone must not end a session."""
    if not current_user.is_authenticated:
        return redirect(url_for("sign_in.login"), 303)
    return render_template("logout.html")


@bp.post("/theme")
def theme() -> ResponseReturnValue:
    """Keep the choice of light, dark or the system's theme."""
    chosen = request.form.get("theme", "")
    session["theme"] = chosen if chosen in ("light", "dark") else "auto"
    return redirect(_safe(request.form.get("next", "")) or url_for("portal.home"), 303)


def _safe(target: str) -> str:
    """The address if it stays on this site, else nothing."""
    parts = urlsplit(target)
    stays = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if stays and not parts.scheme and not parts.netloc and "\\" not in target else ""

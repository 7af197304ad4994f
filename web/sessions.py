"""Who is signed in: a session cookie that names the person and ends when the password changes."""

import hashlib

from flask import Blueprint, Flask, g, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user
from werkzeug.wrappers import Response as BaseResponse

from engine.model.people import Person
from engine.queries.sign_in import PersonOf, SignIn
from web.gate import querela
from web.lost import lost, page_before, typed_texts
from web.proxies import Cookies, from_this_machine
from web.texts import _


class SignedIn(UserMixin):  # type: ignore[misc]
    """A person with an open session."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        """Login and a mark of the password: a new password ends older sessions."""
        return f"{self.person.login}|{_mark(self.person)}"


def sign_in(login: str, password: str) -> bool:
    """Open a session; False: login or password is wrong, or a demo login comes from another machine."""
    person = querela().ask(SignIn(login, password, loopback=from_this_machine()))
    if person is None:
        return False
    login_user(SignedIn(person))
    return True


def _mark(person: Person) -> str:
    return hashlib.sha256(person.password_hash.encode()).hexdigest()[:16]


def _load(kept: str) -> SignedIn | None:
    if "away" in g:  # the page that says so is nobody's
        return None
    login, _bar, mark = kept.partition("|")
    person = querela().ask(PersonOf(login))
    if person is None or _mark(person) != mark:
        return None
    return None if person.demo and not from_this_machine() else SignedIn(person)


def _to_sign_in() -> BaseResponse:
    """Send somebody without a session to the sign-in page; what was typed is shown first."""
    if request.method == "POST" and typed_texts():
        problem = _("You are no longer signed in, so nothing was sent.")
        return lost(401, _("Please sign in again"), problem, sign_in=True)
    target = request.full_path.rstrip("?") if request.method == "GET" else page_before()
    return redirect(url_for("sign_in.login", next=target), 303)


def for_staff(blueprint: Blueprint) -> None:
    """Let nobody without a session see any page of the blueprint."""

    @blueprint.before_request
    def require_session() -> BaseResponse | None:
        return None if current_user.is_authenticated else _to_sign_in()


def install(app: Flask) -> None:
    """Load the person of the session with each request."""
    app.session_interface = Cookies()
    manager = LoginManager()
    manager.session_protection = None  # the cookie is signed, HttpOnly and bound to the password
    manager.user_loader(_load)
    manager.init_app(app)

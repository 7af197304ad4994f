"""Names instead of logins."""

from collections.abc import Mapping

from flask import g
from flask_login import current_user

from engine.model.complaint import Complaint
from engine.queries.sign_in import PeopleList
from web.gate import ask
from web.texts import _


def names() -> Mapping[str, str]:
    """Name by login, read once for a request."""
    if "names" not in g:
        g.names = {person.login: person.name for person in ask(PeopleList())}
    found: Mapping[str, str] = g.names
    return found


def name_of(login: str | None) -> str:
    """The name of whoever acted: a person, the complainant, or the system."""
    if not login:
        return ""
    if login == "system":
        return "Querela"
    if login in ("public", "complainant"):
        return _("the complainant")
    if current_user.is_authenticated and login == current_user.person.login:
        return _("you")
    return names().get(login, login)


def group_name(group: str) -> str:
    """A group in words."""
    return group.replace("-", " ").replace("_", " ")


def complainant_of(complaint: Complaint) -> str:
    """Whom the case is from."""
    if complaint.complainant.anonymous:
        return _("anonymous")
    return complaint.complainant.name or complaint.complainant.email or _("no name given")

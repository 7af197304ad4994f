"""The installation's own history in sentences: settings, calendars, people."""

from dataclasses import dataclass
from datetime import datetime

from engine.model.work import HistoryEntry
from web.people import group_name, name_of
from web.texts import _, ngettext

SETTINGS = {
    "organisation.name": "Name of the organisation",
    "organisation.contact": "Contact",
    "mail.domains": "Domains that processes may write to",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as a sentence, with what was before and is after where that says something."""

    at: datetime
    actor: str
    text: str
    before: str = ""
    after: str = ""
    reason: str = ""


def told(entry: HistoryEntry) -> Told:
    """The entry in words."""
    data = {key: value for key, value in entry.data.items() if isinstance(value, str)}
    before, after = data.get("before", ""), data.get("after", "")
    is_text = entry.kind == "calendar-changed"
    return Told(
        entry.at,
        name_of(entry.actor),
        _sentence(entry),
        "" if is_text else before,
        "" if is_text else after,
        data.get("reason", ""),
    )


def _sentence(entry: HistoryEntry) -> str:
    data = entry.data
    match entry.kind:
        case "setting-changed":
            name = str(data.get("setting", ""))
            return _("“%(name)s” changed", name=_(SETTINGS.get(name, name)))
        case "calendar-changed":
            return _calendar(str(data.get("calendar", "")), data.get("cases"))
        case "person-added":
            roles = data.get("roles")
            named = ", ".join(group_name(str(role)) for role in roles) if isinstance(roles, list) else ""
            return _("%(name)s added as %(roles)s", name=name_of(str(data.get("login", ""))), roles=named)
        case "person-switched":
            words = _("%(name)s let in again") if data.get("active") is True else _("%(name)s shut out")
            return words % {"name": name_of(str(data.get("login", "")))}
        case "token-added":
            return _("Token made for %(name)s", name=name_of(str(data.get("login", ""))))
    return entry.kind.replace("-", " ").capitalize()


def _calendar(name: str, cases: object) -> str:
    text = _("Calendar “%(name)s” changed", name=name)
    number = cases if isinstance(cases, int) else 0
    more = ngettext("deadlines of %(num)d case", "deadlines of %(num)d cases", number)
    return f"{text}; {more} {_('computed anew')}" if number else text

"""Who was faster, and when: told in names and in the organisation's time to somebody who came too late."""

from engine.errors import Refused
from engine.model.work import Standing
from engine.queries.sign_in import PersonOf
from web.gate import querela
from web.texts import _
from web.times import local, now


def told(refused: Refused, me: str, *, dated: bool = False) -> str:
    """Why it was refused. `me`: login of who is told; `dated`: with the day, to read the same whenever."""
    standing = refused.standing
    if standing is None:
        return str(refused)
    if standing.state == "open":
        return _("“%(task)s” is with %(name)s.", task=standing.name, name=_name(standing.assignee, me))
    if standing.state == "done":
        who, when = _name(standing.closed_by, me), _when(standing, dated)
        return _("“%(task)s” was completed by %(name)s%(when)s.", task=standing.name, name=who, when=when)
    return _(
        "“%(task)s” is no longer needed; it ended%(when)s.", task=standing.name, when=_when(standing, dated)
    )


def _name(login: str | None, me: str) -> str:
    if login == me:
        return _("you")
    person = querela().ask(PersonOf(login)) if login else None
    return (person.name if person else "") or login or _("somebody")


def _when(standing: Standing, dated: bool) -> str:
    if standing.closed_at is None:
        return ""
    at = local(standing.closed_at)
    if not dated and at.date() == local(now()).date():
        return _(" at %(time)s", time=f"{at:%H:%M}")
    return _(" on %(day)s at %(time)s", day=at.date().isoformat(), time=f"{at:%H:%M}")

"""Where a person may go, by role."""

from dataclasses import dataclass

from flask import request

from engine.authority import STAFF, may
from web.gate import actor
from web.texts import _

ADMIN = ("operations", "admin", "settings", "calendars")


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation."""

    endpoint: str
    label: str
    icon: str
    blueprints: tuple[str, ...]

    @property
    def here(self) -> bool:
        """Whether the page at hand belongs to it."""
        return request.blueprint in self.blueprints


def places() -> list[Place]:
    """Where this person may go."""
    who = actor()
    staff = not who.roles.isdisjoint(STAFF)
    found = []
    if staff:
        found.append(Place("work.tasks", _("Work"), "inbox", ("work", "task")))
    if staff or may(who, "see every case"):
        found.append(Place("cases.register", _("Cases"), "folder2", ("cases", "case_actions", "recording")))
    if may(who, "see processes"):
        found.append(Place("processes.index", _("Processes"), "diagram-3", ("processes",)))
    if may(who, "read the history"):
        found.append(Place("audit.index", _("Audit"), "shield-check", ("audit",)))
    if may(who, "see figures"):
        found.append(Place("insight.index", _("Insight"), "bar-chart", ("insight",)))
    if may(who, "administer") or may(who, "see operations"):
        found.append(Place("operations.index", _("Admin"), "gear", ADMIN))
    return found


def home() -> str:
    """Endpoint of the page that this person begins with."""
    found = places()
    return found[0].endpoint if found else "portal.home"

"""What was changed about the installation itself: its settings, its calendars, its people."""

from dataclasses import dataclass

from engine.events.base import Event


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Event):
    setting: str
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(Event):
    """`before` and `after`: its text; empty where the shipped calendar applies."""

    calendar: str
    before: str
    after: str
    reason: str
    cases: int  #: whose deadlines are computed anew


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    login: str
    roles: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonSwitched(Event):
    """The person can sign in from now on, or no longer."""

    login: str
    active: bool


@dataclass(frozen=True, kw_only=True)
class TokenAdded(Event):
    login: str

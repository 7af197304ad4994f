"""What can be set about the installation, and who changed it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from engine.authority import may, require
from engine.calendars import Calendar, calendar_to_dict, shipped
from engine.desk import Desk
from engine.errors import NotAllowed
from engine.model.request import Query
from engine.model.settings import CALENDAR, NAMES
from engine.model.work import HistoryEntry


@dataclass(frozen=True)
class SettingView:
    """A setting by name; an empty value: it is not set."""

    name: str
    value: str


@dataclass(frozen=True)
class CalendarView:
    """A calendar as it counts now, and as TOML to be edited."""

    name: str
    text: str
    own: bool  #: the organisation has set it; else the shipped one counts
    shipped: bool  #: an empty text gives the shipped one back
    calendar: Calendar


@dataclass(frozen=True)
class SettingsView:
    settings: tuple[SettingView, ...]
    calendars: tuple[CalendarView, ...]


@dataclass(frozen=True)
class HouseSettings(Query[SettingsView]):
    """Everything that an administrator can set."""


@dataclass(frozen=True)
class HouseHistory(Query[Sequence[HistoryEntry]]):
    """The installation's own history, newest first; `before`: the number of the last entry seen."""

    limit: int = 50
    before: int | None = None


def house_settings(_query: HouseSettings, desk: Desk) -> SettingsView:
    """Raises NotAllowed."""
    require(desk.actor, "administer")
    kept = desk.unit.settings
    names = {*shipped(desk.services.config.timezone), *_own_calendars(desk)}
    return SettingsView(
        tuple(SettingView(name, kept.get(name) or "") for name in NAMES),
        tuple(_calendar(desk, name) for name in sorted(names)),
    )


def house_history(query: HouseHistory, desk: Desk) -> Sequence[HistoryEntry]:
    """Raises NotAllowed."""
    if not may(desk.actor, "administer") and not may(desk.actor, "read the history"):
        raise NotAllowed("Your roles do not allow you to read the installation's history.")
    return desk.unit.chronicle.newest(query.limit, query.before)


def _own_calendars(desk: Desk) -> list[str]:
    found = desk.unit.settings.beginning(CALENDAR)
    return [name.removeprefix(CALENDAR) for name, text in found.items() if text]


def _calendar(desk: Desk, name: str) -> CalendarView:
    text = desk.unit.settings.get(CALENDAR + name) or ""
    calendar = desk.services.calendar(desk.unit, name)
    is_shipped = name in shipped(desk.services.config.timezone)
    return CalendarView(name, text or to_toml(calendar), bool(text), is_shipped, calendar)


def to_toml(calendar: Calendar) -> str:
    """The calendar as TOML that `calendar_from_toml` reads. JSON's texts and lists are TOML's too."""
    found = calendar_to_dict(calendar)
    tables = {key: value for key, value in found.items() if isinstance(value, dict) and value}
    plain = {key: value for key, value in found.items() if isinstance(value, str | bool) and value}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in plain.items()]
    for key, table in tables.items():
        lines += ["", f"[{key}]"]
        lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in table.items()]
    return "\n".join(lines) + "\n"

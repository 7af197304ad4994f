"""Change when the organisation works; every deadline that hangs on it is computed anew."""

import re
from dataclasses import dataclass

from engine.authority import require
from engine.calendars import calendar_from_toml, shipped
from engine.commands.recount import later
from engine.commands.texts import MAX_TEXT, require_reason
from engine.desk import Desk
from engine.errors import InvalidForm, InvalidInput
from engine.events.house import CalendarChanged
from engine.model.request import Command
from engine.model.settings import CALENDAR

FIXED = "always"
"""The calendar that knows neither nights nor holidays; with hours it would belie its name."""
_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")


@dataclass(frozen=True)
class CalendarChange:
    """`cases`: how many instances have their deadlines computed anew, each in a transaction of its own."""

    name: str
    changed: bool
    cases: int = 0


@dataclass(frozen=True)
class ChangeCalendar(Command[CalendarChange]):
    """`text`: the calendar as TOML; an empty one gives a shipped calendar back."""

    name: str
    text: str
    reason: str


def change_calendar(command: ChangeCalendar, desk: Desk) -> CalendarChange:
    """What was changed. The worker computes the deadlines of open cases anew, with an entry in each history.

    Raises:
        NotAllowed: the actor does not administer.
        InvalidForm: name, text or reason will not do; the text says why.

    Source: DOMAIN, phases: “changing a holiday calendar recomputes open clocks and logs it”.
    """
    require(desk.actor, "administer")
    reason = _checked(command, desk.services.config.timezone)
    setting, text = CALENDAR + command.name, command.text.strip()
    desk.unit.settings.lock()
    before = desk.unit.settings.get(setting) or ""
    if text == before:
        return CalendarChange(command.name, changed=False)
    desk.unit.settings.set(setting, text)
    cases = later(desk, command.name, reason)
    told = CalendarChanged(
        at=desk.now, calendar=command.name, before=before, after=text, reason=reason, cases=cases
    )
    desk.unit.chronicle.append([told], desk.actor.login)
    return CalendarChange(command.name, changed=True, cases=cases)


def _checked(command: ChangeCalendar, zone: str) -> str:
    """The reason. Raises InvalidForm with what is wrong by field."""
    errors = {}
    text, reason = command.text.strip(), ""
    if not _NAME.fullmatch(command.name):
        errors["name"] = "A calendar's name is small letters, digits and dashes, e.g. office."
    elif command.name == FIXED:
        errors["name"] = f"“{FIXED}” is always open and stays so; give other hours another name."
    elif not text and command.name not in shipped(zone):
        errors["text"] = "Only a shipped calendar can be given back. Describe this one, please."
    try:
        if len(text) > MAX_TEXT:
            raise InvalidInput(f"At most {MAX_TEXT} characters fit.")
        if text:
            calendar_from_toml(text, zone)
    except InvalidInput as wrong:
        errors.setdefault("text", str(wrong))
    try:
        reason = require_reason(command.reason)
    except InvalidInput as wrong:
        errors["reason"] = str(wrong)
    if errors:
        raise InvalidForm(errors)
    return reason

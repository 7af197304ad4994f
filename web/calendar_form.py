"""A calendar as people type it, and back: a week of hours, public holidays, days of its own."""

from dataclasses import dataclass
from datetime import date

from engine.calendars import Calendar, calendar_from_dict, calendar_to_dict
from engine.calendars.calendar import WEEKDAYS as DAYS
from engine.errors import InvalidForm, InvalidInput
from engine.forms.digits import western_digits
from web.texts import _

WEEKDAYS = DAYS
HOURS = "09:00-17:00"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form's fields: zone, country, subdivision, holidays, reason, name, each weekday."""

    texts: dict[str, str]

    def text(self, field: str) -> str:
        """One field, without blanks around it."""
        return self.texts.get(field, "").strip()


def typed_of(calendar: Calendar | None, zone: str) -> Typed:
    """The form filled with a calendar; a new one begins with office hours."""
    if calendar is None:
        return Typed({"zone": zone, **dict.fromkeys(WEEKDAYS[:5], HOURS)})
    week = {
        day: ", ".join(str(opening) for opening in openings)
        for day, openings in zip(WEEKDAYS, calendar.week, strict=True)
    }
    holidays = "\n".join(f"{day.isoformat()} {name}".rstrip() for day, name in calendar.holidays)
    return Typed(
        {
            "zone": calendar.zone,
            "country": calendar.country,
            "subdivision": calendar.subdivision,
            "holidays": holidays,
            **week,
        }
    )


def read(typed: Typed, name: str) -> Calendar:
    """The calendar that was typed.

    Raises:
        InvalidForm: something cannot be read; told field by field.
    """
    errors: dict[str, str] = {}
    zone = _zone(typed, errors)
    place = _place(typed, errors)
    found: dict[str, object] = {
        "name": name,
        "zone": zone,
        **place,
        "week": _week(typed, errors),
        "holidays": _holidays(typed.text("holidays"), errors),
    }
    if not errors:
        try:
            return calendar_from_dict(found)
        except InvalidInput as wrong:
            errors[WEEKDAYS[0]] = str(wrong)
    raise InvalidForm(errors)


def _zone(typed: Typed, errors: dict[str, str]) -> str:
    zone = typed.text("zone")
    try:
        calendar_from_dict({"zone": zone, "always": True})
    except InvalidInput as wrong:
        errors["zone"] = str(wrong)
    return zone


def _place(typed: Typed, errors: dict[str, str]) -> dict[str, str]:
    """Country and its part, whose public holidays count."""
    country, part = typed.text("country").upper(), typed.text("subdivision").upper()
    place = {"country": country, "subdivision": part}
    if part and not country:
        errors["country"] = _("Name the country too.")
        return place
    try:
        calendar_from_dict({**place, "always": True})
    except InvalidInput as wrong:
        errors["country"] = str(wrong)
    return place


def _week(typed: Typed, errors: dict[str, str]) -> dict[str, list[str]]:
    """Hours by weekday; a day without any is left out."""
    week: dict[str, list[str]] = {}
    for day in WEEKDAYS:
        text = western_digits(typed.text(day)).replace("–", "-").replace(";", ",")
        hours = [part.strip() for part in text.split(",") if part.strip()]
        if not hours:
            continue
        try:
            own = calendar_from_dict({"week": {day: hours}})
            week[day] = _hours_of(own, day)
        except InvalidInput as wrong:
            errors[day] = str(wrong)
    if not week and not errors:
        errors[WEEKDAYS[0]] = _("Give the hours of at least one day.")
    return week


def _hours_of(calendar: Calendar, day: str) -> list[str]:
    week = calendar_to_dict(calendar)["week"]
    hours = week.get(day, []) if isinstance(week, dict) else []
    return [str(part) for part in hours]


def _holidays(text: str, errors: dict[str, str]) -> dict[str, str]:
    """Days with their names, one a line."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        day, _blank, name = western_digits(line).strip().partition(" ")
        if not day:
            continue
        try:
            found[date.fromisoformat(day).isoformat()] = name.strip() or _("closed")
        except ValueError:
            errors["holidays"] = _(
                "“%(line)s” does not begin with a day such as 2026-12-24.", line=line.strip()
            )
    return found

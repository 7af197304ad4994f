"""Calendars as text and as plain data, and the two that are shipped."""

import tomllib
from collections.abc import Mapping
from datetime import date, time

from engine.calendars.calendar import WEEKDAYS, Calendar, Opening
from engine.errors import InvalidInput

KEYS = frozenset({"name", "zone", "always", "week", "holidays", "country", "subdivision"})
OFFICE_HOURS = (Opening(time(9), time(17)),)


def shipped(zone: str) -> dict[str, Calendar]:
    """The calendars that every organisation begins with, in its own zone."""
    return {
        "office": Calendar("office", zone, week=(OFFICE_HOURS,) * 5 + ((), ())),
        "always": Calendar("always", zone, always=True),
    }


def calendar_from_toml(text: str, zone: str = "UTC") -> Calendar:
    """The calendar that a TOML text describes; `zone` is the organisation's, for texts that name none.

    Raises:
        InvalidInput: the text is no TOML, or not a calendar.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"The calendar cannot be read: {error}.") from error
    return calendar_from_dict(found, zone)


def calendar_from_dict(found: Mapping[str, object], zone: str = "UTC") -> Calendar:
    """The calendar that plain data describes.

    Raises:
        InvalidInput: a key is unknown, or a value is not what it should be.
    """
    unknown = sorted(set(found) - KEYS)
    if unknown:
        raise InvalidInput(f"A calendar has no “{unknown[0]}”; it has {', '.join(sorted(KEYS))}.")
    always = found.get("always", False)
    if not isinstance(always, bool):
        raise InvalidInput("“always” is true or false.")
    return Calendar(
        name=_text(found, "name", ""),
        zone=_text(found, "zone", zone),
        week=_week(found.get("week", {})),
        holidays=_holidays(found.get("holidays", {})),
        country=_text(found, "country", ""),
        subdivision=_text(found, "subdivision", ""),
        always=always,
    )


def calendar_to_dict(calendar: Calendar) -> dict[str, object]:
    """The calendar as plain data that JSON and TOML can hold; `calendar_from_dict` is its inverse."""
    week = {
        day: [str(opening) for opening in openings]
        for day, openings in zip(WEEKDAYS, calendar.week, strict=True)
    }
    return {
        "name": calendar.name,
        "zone": calendar.zone,
        "always": calendar.always,
        "week": {day: openings for day, openings in week.items() if openings},
        "holidays": {day.isoformat(): name for day, name in calendar.holidays},
        "country": calendar.country,
        "subdivision": calendar.subdivision,
    }


def _text(found: Mapping[str, object], key: str, default: str) -> str:
    value = found.get(key, default)
    if not isinstance(value, str):
        raise InvalidInput(f"“{key}” of a calendar is a text.")
    return value


def _week(found: object) -> tuple[tuple[Opening, ...], ...]:
    if not isinstance(found, Mapping):
        raise InvalidInput('“week” of a calendar is a table of days, e.g. monday = ["09:00-17:00"].')
    unknown = sorted(set(found) - set(WEEKDAYS))
    if unknown:
        raise InvalidInput(f"“{unknown[0]}” is no day of the week; write {', '.join(WEEKDAYS)}.")
    return tuple(tuple(_opening(day, text) for text in _list(day, found.get(day, []))) for day in WEEKDAYS)


def _list(day: str, found: object) -> list[object]:
    if not isinstance(found, list):
        raise InvalidInput(f'{day}: hours are a list, e.g. ["09:00-12:00", "13:00-17:00"].')
    return found


def _opening(day: str, text: object) -> Opening:
    start, dash, end = text.partition("-") if isinstance(text, str) else ("", "", "")
    try:
        if not dash:
            raise ValueError(text)
        closing = time.min if end.strip() == "24:00" else time.fromisoformat(end.strip())
        return Opening(time.fromisoformat(start.strip()), closing)
    except ValueError as error:
        raise InvalidInput(f"{day}: “{text}” is no stretch of time such as 09:00-17:00.") from error


def _holidays(found: object) -> tuple[tuple[date, str], ...]:
    if not isinstance(found, Mapping):
        raise InvalidInput('“holidays” of a calendar is a table of dates, e.g. 2026-12-24 = "Christmas Eve".')
    return tuple(sorted((_date(day), str(name)) for day, name in found.items()))


def _date(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise InvalidInput(f"“{text}” is no date such as 2026-12-24.") from error

"""When an organisation works: its week, its zone and its holidays."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from functools import cached_property, lru_cache
from typing import NamedTuple

from engine.calendars.wall import zone_of
from engine.errors import InvalidInput

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NOT_AT_ALL: tuple[tuple["Opening", ...], ...] = ((),) * 7


class Opening(NamedTuple):
    """Working hours of one stretch of a day, in local time. An end of 00:00 is the end of the day."""

    start: time
    end: time

    def __str__(self) -> str:
        end = "24:00" if self.end == time.min else f"{self.end:%H:%M}"
        return f"{self.start:%H:%M}-{end}"


@dataclass(frozen=True)
class Calendar:
    """Working time of one unit of the organisation.

    A calendar that is `always` open knows no week and no holidays; its day has 24 hours, so that clocks
    neither win nor lose an hour when the time on the wall is changed.
    """

    name: str
    zone: str  #: IANA name
    week: tuple[tuple[Opening, ...], ...] = NOT_AT_ALL  #: seven days from Monday
    holidays: tuple[tuple[date, str], ...] = ()  #: days of its own, with their names
    country: str = ""  #: ISO 3166-1, for public holidays
    subdivision: str = ""  #: ISO 3166-2 part after the hyphen
    always: bool = False

    def __post_init__(self) -> None:
        zone_of(self.zone)
        if self.country:
            public_holidays(self.country, self.subdivision, 2026)
        if self.always:
            return
        if len(self.week) != len(WEEKDAYS) or not any(self.week):
            raise InvalidInput(f"The calendar “{self.name}” has no working hours in its week.")
        for weekday, openings in zip(WEEKDAYS, self.week, strict=True):
            _check_day(f"{self.name}, {weekday}", openings)

    def __hash__(self) -> int:
        return self._hash  # tables are found by it at every deadline, and holidays are many

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, f.name) for f in fields(self)))

    def hours(self, day: date) -> tuple[Opening, ...]:
        """Working hours of a local day; none on a holiday."""
        openings = self.week[day.weekday()]
        return openings if openings and self.holiday(day) is None else ()

    def holiday(self, day: date) -> str | None:
        """The name of the holiday on that local day, if it is one."""
        if self.always:
            return None
        own = dict(self.holidays).get(day)
        return own if own is not None else self._public(day.year).get(day)

    def _public(self, year: int) -> Mapping[date, str]:
        return public_holidays(self.country, self.subdivision, year) if self.country else {}


def _check_day(where: str, openings: tuple[Opening, ...]) -> None:
    before = time.min
    for position, opening in enumerate(openings):
        if opening.start >= opening.end and opening.end != time.min:
            raise InvalidInput(f"{where}: {opening} ends before it begins. Write a night in two parts.")
        if position and (opening.start < before or before == time.min):
            raise InvalidInput(f"{where}: {opening} begins before the stretch ahead of it has ended.")
        before = opening.end


@lru_cache(maxsize=4096)
def public_holidays(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    """Public holidays of a country, or of a part of it, in a year.

    Raises:
        InvalidInput: nothing is known of that country or that part.
    """
    import holidays  # slow to load, and not for offices that keep no country's holidays

    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, expand=False)
    except NotImplementedError as error:
        part = f"{country}-{subdivision}" if subdivision else country
        raise InvalidInput(f"No public holidays are known of “{part}”.") from error
    return dict(found.items())

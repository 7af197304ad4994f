"""The office's working days, for pages that say how far off a moment is."""

from dataclasses import dataclass

from engine.calendars.calendar import Calendar
from engine.desk import Desk
from engine.model.request import Query

OFFICE = "office"


@dataclass(frozen=True)
class OfficeCalendar(Query[Calendar]):
    """The calendar by which due moments are told."""


def office_calendar(_query: OfficeCalendar, desk: Desk) -> Calendar:
    """As the organisation set it, or the shipped one."""
    return desk.services.calendar(desk.unit, OFFICE)

"""Working time: opening hours, holidays, pauses, and the deadlines that follow from them.

Everything here is a frozen value or a pure function. Instants come in aware and go out in UTC; only the
calendar's own zone decides what is a day.
"""

from engine.calendars.calendar import Calendar, Opening
from engine.calendars.host import host_functions
from engine.calendars.limits import due
from engine.calendars.reading import calendar_from_dict, calendar_from_toml, calendar_to_dict, shipped
from engine.calendars.working import WorkingTime

__all__ = [
    "Calendar",
    "Opening",
    "WorkingTime",
    "calendar_from_dict",
    "calendar_from_toml",
    "calendar_to_dict",
    "due",
    "host_functions",
    "shipped",
]

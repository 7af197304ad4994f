"""When a deadline falls due, in the four units that deadlines are promised in."""

from datetime import datetime
from decimal import Decimal

from engine.calendars.working import WorkingTime
from engine.errors import InvalidInput

UNITS = ("working-days", "working-hours", "days", "hours")


def due(unit: str, limit: Decimal, start: datetime, working: WorkingTime) -> datetime:
    """The moment at which a limit that began at `start` is used up.

    `days` are calendar days and `hours` go on day and night; none of the four counts in a pause.

    Raises:
        InvalidInput: the unit is none of UNITS, or the limit is negative or beyond reason.
    """
    match unit:
        case "working-days":
            return working.after_working_days(start, limit)
        case "working-hours":
            return working.after_working_hours(start, limit)
        case "days":
            return working.after_days(start, limit)
        case "hours":
            return working.after_hours(start, limit)
    raise InvalidInput(f"A deadline counts {', '.join(UNITS[:-1])} or {UNITS[-1]}, not “{unit}”.")

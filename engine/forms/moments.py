"""Dates and times as pages and programs send them."""

import re
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from engine.feel.values.convert import from_python
from engine.feel.values.dates import FeelDate
from engine.feel.values.moments import FeelDateTime
from engine.feel.values.times import FeelTime
from engine.forms.digits import western_digits

Moment = FeelDate | FeelTime | FeelDateTime

_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_TIME = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?(?:(Z|[+-][0-9]{2}:[0-9]{2})|@([A-Za-z_+/0-9-]+))?"
)
_CLASSES = {"date": FeelDate, "time": FeelTime, "datetime": FeelDateTime}


def read_moment(raw: object, subtype: str, zone: str | None) -> object:
    """The FEEL date, time or date and time, or None when it is none. A time without zone gets `zone`."""
    if isinstance(raw, _CLASSES[subtype]):
        return raw
    if isinstance(raw, date | time):
        raw = raw.isoformat()
    if not isinstance(raw, str) or len(raw) > 100:
        return None
    try:
        return from_python(_read(western_digits(raw).strip(), subtype, zone))
    except (ValueError, KeyError, OSError):  # ZoneInfo: no such zone
        return None


def _read(text: str, subtype: str, zone: str | None) -> date | time | None:
    if subtype == "date":
        return _date(text)
    if subtype == "time":
        return _time(text, zone)
    day, mark, clock = re.sub(r"[T ]+", "T", text, count=1).partition("T")
    return datetime.combine(_date(day), _time(clock, zone)) if mark else None


def _date(text: str) -> date:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError("no date")
    return date(int(found[1]), int(found[2]), int(found[3]))


def _time(text: str, zone: str | None) -> time:
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError("no time")
    info: tzinfo | None = None
    if found[4]:
        info = time.fromisoformat(f"00:00{found[4]}").tzinfo
    elif found[5] or zone:
        info = ZoneInfo(found[5] or zone or "")
    return time(int(found[1]), int(found[2]), int(found[3] or 0), tzinfo=info)


def is_past(moment: FeelDate | FeelDateTime, now: datetime, zone: str) -> bool:
    """Whether its day lies before today in the zone."""
    today = now.astimezone(ZoneInfo(zone)).date()
    day = moment.date if isinstance(moment, FeelDateTime) else moment
    return (day.year, day.month, day.day) < (today.year, today.month, today.day)

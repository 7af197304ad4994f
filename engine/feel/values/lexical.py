"""Dates, times and durations read from their lexical form.

Source: DMN 1.5, 10.3.4.1 (conversion functions), after XML Schema.
"""

import re
from collections.abc import Callable

from engine.feel.errors import Undefined
from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import DaysDuration, MonthsDuration
from engine.feel.values.moments import FeelDateTime, midnight
from engine.feel.values.times import FeelTime
from engine.feel.values.zones import MAX_OFFSET, Zone

_DATE = re.compile(r"(-?(?:[0-9]{4}|[1-9][0-9]{4,8}))-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,30}))?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z][A-Za-z0-9_+/\-]*)?"
)
_DAYS = re.compile(
    r"(-)?P(?:([0-9]{1,18})D)?"
    r"(?:T(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})(?:\.([0-9]{0,30}))?S)?)?"
)
_MONTHS = re.compile(r"(-)?P(?:([0-9]{1,12})Y)?(?:([0-9]{1,12})M)?")

Temporal = FeelDate | FeelTime | FeelDateTime | DaysDuration | MonthsDuration


def read_date(text: str) -> FeelDate:
    """The date written as `2026-03-01`.

    Raises:
        Undefined: the text is no date.
    """
    found = _DATE.fullmatch(text)
    if found is None:
        raise Undefined(f"{text!r} is not a date")
    return FeelDate(int(found[1]), int(found[2]), int(found[3]))


def read_time(text: str) -> FeelTime:
    """The time written as `09:30:00`, with an offset or a zone if it has one.

    Raises:
        Undefined: the text is no time.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise Undefined(f"{text!r} is not a time")
    nano = int((found[4] or "0")[:9].ljust(9, "0"))
    return FeelTime(int(found[1]), int(found[2]), int(found[3]), nano, _zone(found[5]))


def _zone(text: str | None) -> Zone | None:
    if text is None:
        return None
    if text.startswith("@"):
        return text[1:]
    if text in "Zz":
        return 0
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    offset = hours * 3600 + minutes * 60 + sum(seconds)
    if minutes > 59 or sum(seconds) > 59 or offset > MAX_OFFSET:
        raise Undefined(f"{text!r} is not an offset")
    return -offset if text[0] == "-" else offset


def read_date_and_time(text: str) -> FeelDateTime:
    """The moment written as `2026-03-01T09:30:00`; a date alone is its local midnight.

    Raises:
        Undefined: the text is no date and time.
    """
    day, mark, clock = text.partition("T")
    if not mark:
        return midnight(read_date(day), None)
    return FeelDateTime(read_date(day), read_time(clock))


def read_days_duration(text: str) -> DaysDuration:
    """The duration written as `P1DT2H`.

    Raises:
        Undefined: the text is no days and time duration.
    """
    found = _DAYS.fullmatch(text)
    if found is None or text[-1] in "PT":
        raise Undefined(f"{text!r} is not a days and time duration")
    days, hours, minutes, seconds = (int(found[group] or 0) for group in (2, 3, 4, 5))
    nano = int((found[6] or "0")[:9].ljust(9, "0"))
    size = DaysDuration.of(days=days, hours=hours, minutes=minutes, seconds=seconds, nanos=nano)
    return DaysDuration(-size.nanos) if found[1] else size


def read_months_duration(text: str) -> MonthsDuration:
    """The duration written as `P1Y2M`.

    Raises:
        Undefined: the text is no years and months duration.
    """
    found = _MONTHS.fullmatch(text)
    if found is None or text[-1] == "P":
        raise Undefined(f"{text!r} is not a years and months duration")
    size = int(found[2] or 0) * 12 + int(found[3] or 0)
    return MonthsDuration(-size if found[1] else size)


def read_duration(text: str) -> DaysDuration | MonthsDuration:
    """The duration of either kind.

    Raises:
        Undefined: the text is no duration.
    """
    if _MONTHS.fullmatch(text) and text[-1] != "P":
        return read_months_duration(text)
    return read_days_duration(text)


_READERS: tuple[tuple[re.Pattern[str], Callable[[str], Temporal]], ...] = (
    (re.compile(r"-?P.*"), read_duration),
    (re.compile(r"-?[0-9]+-[^T]*"), read_date),
    (re.compile(r"-?[0-9]+-.*T.*"), read_date_and_time),
    (re.compile(r"[0-9]{2}:.*"), read_time),
)


def read_at_literal(text: str) -> Temporal:
    """The value of `@"..."`.

    Raises:
        Undefined: the text is no date, time, date and time or duration.
    """
    for form, reader in _READERS:
        if form.fullmatch(text):
            return reader(text)
    raise Undefined(f"{text!r} is neither a date, a time nor a duration")

"""What stands behind a dot: entries of contexts, properties of dates, times, durations and ranges.

Source: DMN 1.5, 10.3.2.15 (tables 65 to 67).
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.budget import Meter
from engine.feel.errors import Undefined
from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import NANOS, DaysDuration, MonthsDuration, fraction
from engine.feel.values.kinds import described
from engine.feel.values.moments import FeelDateTime
from engine.feel.values.ranges import Range
from engine.feel.values.times import FeelTime

Value = object
Reader = Callable[[Any], Value]


def property_of(value: Value, key: str, meter: Meter) -> Value:
    """The entry or property, or the list of them for a list.

    Raises:
        Undefined: there is no such entry or property.
    """
    if isinstance(value, dict):
        if key in value:
            return value[key]
        raise Undefined(f"the context has no entry '{key}'")
    if isinstance(value, list):
        meter.step(len(value))
        meter.build(len(value))
        return [_of_item(item, key) for item in value]
    reader = _PROPERTIES.get(type(value), {}).get(key)
    if reader is None:
        raise Undefined(f"{described(value)} has no property '{key}'")
    return reader(value)


def _of_item(item: Value, key: str) -> Value:
    if isinstance(item, dict):
        return item.get(key)
    reader = _PROPERTIES.get(type(item), {}).get(key)
    return reader(item) if reader else None


def descendants(value: Value, key: str, meter: Meter) -> list[Value]:
    """The values of every entry of that name, at any depth, those further inside first."""
    found: list[Value] = []
    meter.enter()
    if isinstance(value, dict):
        meter.step(len(value))
        for name, entry in value.items():
            found.extend(descendants(entry, key, meter))
            if name == key and entry is not None:
                found.append(entry)
    elif isinstance(value, list):
        meter.step(len(value))
        for item in value:
            found.extend(descendants(item, key, meter))
    meter.leave()
    meter.build(len(found))
    return found


def _offset(value: FeelTime | FeelDateTime) -> DaysDuration | None:
    return None if value.offset is None else DaysDuration.of(seconds=value.offset)


def _zone_name(value: FeelTime | FeelDateTime) -> str | None:
    return value.zone if isinstance(value.zone, str) else None


def _of_part(part: str, read: Reader) -> Reader:
    return lambda moment: read(getattr(moment, part))


_DATE: dict[str, Reader] = {
    "year": lambda date: Decimal(date.year),
    "month": lambda date: Decimal(date.month),
    "day": lambda date: Decimal(date.day),
    "weekday": lambda date: Decimal(date.weekday),
}
_TIME: dict[str, Reader] = {
    "hour": lambda time: Decimal(time.hour),
    "minute": lambda time: Decimal(time.minute),
    "second": lambda time: fraction(time.second * NANOS + time.nano),
    "time offset": _offset,
    "timezone": _zone_name,
}
_DATE_AND_TIME: dict[str, Reader] = {
    **{name: _of_part("date", read) for name, read in _DATE.items()},
    **{name: _of_part("time", _TIME[name]) for name in ("hour", "minute", "second")},
    "time offset": _offset,
    "timezone": _zone_name,
}
_PROPERTIES: dict[type, dict[str, Reader]] = {
    FeelDate: _DATE,
    FeelTime: _TIME,
    FeelDateTime: _DATE_AND_TIME,
    DaysDuration: {
        "days": lambda duration: Decimal(duration.days),
        "hours": lambda duration: Decimal(duration.hours),
        "minutes": lambda duration: Decimal(duration.minutes),
        "seconds": lambda duration: duration.seconds,
    },
    MonthsDuration: {
        "years": lambda duration: Decimal(duration.years),
        "months": lambda duration: Decimal(duration.months),
    },
    Range: {
        "start": lambda bounds: bounds.low,
        "end": lambda bounds: bounds.high,
        "start included": lambda bounds: bounds.low_closed,
        "end included": lambda bounds: bounds.high_closed,
    },
}

"""Python's values turned into FEEL's, and moments turned back into Python's."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel.errors import FeelValueError
from engine.feel.numbers import checked
from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import DaysDuration
from engine.feel.values.functions import Function
from engine.feel.values.kinds import SCALARS
from engine.feel.values.moments import FeelDateTime
from engine.feel.values.ranges import Range
from engine.feel.values.times import FeelTime
from engine.feel.values.zones import Zone, named

Value = object
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SMALL = 10**34  #: integers nearer to zero than this need no check
_OWN = (Function, Range)  #: kinds of FEEL's values that nothing else stands for
_SINGLE = frozenset({int, float, date, time, timedelta})


def from_python(value: object) -> Value:
    """The FEEL value of a Python one; lists and mappings are copied.

    Raises:
        FeelValueError: the value, or one inside it, has no place in FEEL. A float has none, since it
            does not say which decimal it stands for.
    """
    try:
        return _converted(value)
    except RecursionError:
        raise FeelValueError("A value is nested too deeply.") from None


def settled(value: object) -> Value:
    """The value itself if FEEL can hold it as it is, otherwise its FEEL value.

    Raises:
        FeelValueError: the value, or one inside it, has no place in FEEL.
    """
    try:
        return value if _is_native(value) else from_python(value)
    except RecursionError:
        raise FeelValueError("A value is nested too deeply.") from None


def _is_native(value: object) -> bool:
    if isinstance(value, list):
        return type(value) is list and all(type(item) in SCALARS or _is_native(item) for item in value)
    if isinstance(value, dict):
        return type(value) is dict and all(
            type(key) is str and (type(entry) in SCALARS or _is_native(entry)) for key, entry in value.items()
        )
    return type(value) in SCALARS or isinstance(value, _OWN)


def _converted(value: object) -> Value:
    kind = type(value)
    if kind in SCALARS:
        return checked(value) if kind is Decimal else value  # type: ignore[arg-type]
    if kind is datetime:
        return _moment(value)  # type: ignore[arg-type]
    if kind in _SINGLE:
        return _single(value)
    if isinstance(value, list | tuple):
        return [_converted(item) for item in value]
    if kind is dict or isinstance(value, Mapping):
        return {_key(key): _converted(entry) for key, entry in value.items()}  # type: ignore[attr-defined]
    return value if isinstance(value, _OWN) else _single(value)


def _key(key: object) -> str:
    if isinstance(key, str):
        return str(key)
    raise FeelValueError(f"A context's names are texts; {key!r} is none.")


def _single(value: object) -> Value:
    if isinstance(value, int):
        return Decimal(value) if -_SMALL < value < _SMALL else checked(Decimal(value))
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime | date | time | timedelta):
        return _temporal(value)
    if isinstance(value, float):
        raise FeelValueError("A binary float is no exact number; give a Decimal.")
    raise FeelValueError(f"A value of type {type(value).__name__} has no place in FEEL.")


def _temporal(value: datetime | date | time | timedelta) -> Value:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return FeelDate(value.year, value.month, value.day)
    if isinstance(value, time):
        return _time(value, None)
    return DaysDuration.of(days=value.days, seconds=value.seconds, nanos=value.microseconds * 1000)


def _moment(value: datetime) -> FeelDateTime:
    zone: Zone | None = zone_of(value.tzinfo, value) if value.tzinfo else None
    clock = FeelTime(value.hour, value.minute, value.second, value.microsecond * 1000, zone)
    return FeelDateTime(FeelDate(value.year, value.month, value.day), clock)


def _time(value: time, at: datetime | None) -> FeelTime:
    zone: Zone | None = zone_of(value.tzinfo, at) if value.tzinfo else None
    return FeelTime(value.hour, value.minute, value.second, value.microsecond * 1000, zone)


def zone_of(info: tzinfo, at: datetime | None) -> Zone:
    """The zone's name if it has one, otherwise its offset at the moment in seconds.

    Raises:
        FeelValueError: the offset depends on a moment and none is given.
    """
    if isinstance(info, ZoneInfo) and info.key:
        return info.key
    offset = info.utcoffset(at)
    if offset is None:
        raise FeelValueError("A time zone without a name needs a date.")
    return round(offset.total_seconds())


def to_instant(moment: FeelDateTime, zone: str | tzinfo = UTC) -> datetime:
    """The aware datetime in UTC; a local moment is read in the given zone. Cut to microseconds.

    Raises:
        FeelValueError: the year is not one of 1 to 9999, or there is no such zone.
    """
    if moment.zone is None:
        moment = FeelDateTime(moment.date, _in_zone(moment.time, zone, moment))
    seconds, nanos = divmod(moment.instant, 1_000_000_000)
    try:
        return _EPOCH + timedelta(seconds=seconds, microseconds=nanos // 1000)
    except OverflowError:
        raise FeelValueError(f"{moment} is beyond the years 1 to 9999.") from None


def _in_zone(clock: FeelTime, zone: str | tzinfo, moment: FeelDateTime) -> FeelTime:
    info = named(zone) if isinstance(zone, str) else zone
    if info is None:
        raise FeelValueError(f"There is no time zone {zone!r}.")
    if isinstance(info, ZoneInfo) and info.key:
        return FeelTime(clock.hour, clock.minute, clock.second, clock.nano, info.key)
    if not 1 <= moment.date.year <= 9999:
        raise FeelValueError(f"{moment} is beyond the years 1 to 9999.")
    naive = datetime(  # noqa: DTZ001 - asked for its offset in the zone at hand
        moment.date.year, moment.date.month, moment.date.day, clock.hour, clock.minute, clock.second
    )
    return FeelTime(clock.hour, clock.minute, clock.second, clock.nano, zone_of(info, naive))

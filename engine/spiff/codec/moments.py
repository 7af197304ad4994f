"""Instants and alarms as short lists."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.spiff.timers.period import Period
from engine.spiff.timers.schedule import Alarm, Cycle, Moments, Once, Schedule

Plain = object
_MICROSECOND = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)


def instant_out(moment: datetime) -> str:
    """An aware instant in UTC as ISO 8601 text."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat()[:-6] + "Z"


def instant_in(text: str) -> datetime:
    """The aware instant of an ISO 8601 text."""
    return datetime.fromisoformat(text)


def maybe_out(moment: datetime | None) -> str | None:
    """An instant, if there is one."""
    return None if moment is None else instant_out(moment)


def maybe_in(text: str | None) -> datetime | None:
    """The instant, if there is one."""
    return None if text is None else instant_in(text)


class StoredAlarm(Alarm):
    """An alarm as it was stored: the rest is read when it rings or is computed anew."""

    __slots__ = ("plain",)
    plain: list[Any]

    def __init__(self, plain: list[Any]) -> None:
        set_field = object.__setattr__
        set_field(self, "plain", plain)
        set_field(self, "due_at", instant_in(plain[0]))
        set_field(self, "fired", plain[2] if len(plain) > 2 else 0)

    @property
    def armed_at(self) -> datetime:
        """When it was armed."""
        return instant_in(self.plain[1])

    @property
    def schedule(self) -> Schedule:
        """At which instants it is due."""
        return _schedule_in(self.plain)


def alarm_out(alarm: Alarm) -> list[Plain]:
    """An alarm: due, armed, and for rhythms how often it has fired and the rhythm."""
    if isinstance(alarm, StoredAlarm):
        return alarm.plain
    head: list[Plain] = [instant_out(alarm.due_at), instant_out(alarm.armed_at)]
    match alarm.schedule:
        case Once():
            return head
        case Cycle(first, every, times, until):
            period = [every.months, every.days, every.exact // _MICROSECOND]
            return [*head, alarm.fired, instant_out(first), period, times, maybe_out(until)]
        case Moments(moments):
            return [*head, alarm.fired, _moments_out(moments, alarm.armed_at)]


def alarm_in(plain: list[Any]) -> Alarm:
    """The alarm that `alarm_out` wrote."""
    return StoredAlarm(plain)


def _schedule_in(plain: list[Any]) -> Schedule:
    if len(plain) == 2:
        return Once(instant_in(plain[0]))
    if len(plain) == 4:
        return Moments(tuple(_moments_in(plain[3], instant_in(plain[1]))))
    first, (months, days, micros), times, until = plain[3:]
    every = Period(months, days, timedelta(microseconds=micros))
    return Cycle(instant_in(first), every, times, maybe_in(until))


def _moments_out(moments: Iterable[datetime], since: datetime) -> list[Plain]:
    """Each moment by the seconds since the one before; as text where these are not whole."""
    found: list[Plain] = []
    for moment in moments:
        seconds, rest = divmod(moment - since, _SECOND)
        found.append(instant_out(moment) if rest else seconds)
        since = moment
    return found


def _moments_in(plain: Iterable[int | str], since: datetime) -> Iterator[datetime]:
    for entry in plain:
        since = since + entry * _SECOND if isinstance(entry, int) else instant_in(entry)
        yield since

"""Instants and alarms as short lists."""

from datetime import UTC, datetime, timedelta

from engine.spiff.timers.period import Period
from engine.spiff.timers.schedule import Alarm, Cycle, Moments, Once, Schedule

Plain = object
_MICROSECOND = timedelta(microseconds=1)


def instant_out(moment: datetime) -> str:
    """An aware instant in UTC as ISO 8601 text."""
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def instant_in(text: str) -> datetime:
    """The aware instant of an ISO 8601 text."""
    return datetime.fromisoformat(text)


def maybe_out(moment: datetime | None) -> str | None:
    """An instant, if there is one."""
    return None if moment is None else instant_out(moment)


def maybe_in(text: str | None) -> datetime | None:
    """The instant, if there is one."""
    return None if text is None else instant_in(text)


def alarm_out(alarm: Alarm) -> list[Plain]:
    """An alarm: due, armed, and for rhythms how often it has fired and the rhythm."""
    head: list[Plain] = [instant_out(alarm.due_at), instant_out(alarm.armed_at)]
    match alarm.schedule:
        case Once():
            return head
        case Cycle(first, every, times, until):
            period = [every.months, every.days, every.exact // _MICROSECOND]
            return [*head, alarm.fired, instant_out(first), period, times, maybe_out(until)]
        case Moments(moments):
            return [*head, alarm.fired, [instant_out(moment) for moment in moments]]


def alarm_in(plain: list) -> Alarm:
    """The alarm that `alarm_out` wrote."""
    due_at, armed_at = instant_in(plain[0]), instant_in(plain[1])
    if len(plain) == 2:
        return Alarm(Once(due_at), armed_at, 0, due_at)
    schedule: Schedule
    if len(plain) == 4:
        schedule = Moments(tuple(instant_in(moment) for moment in plain[3]))
    else:
        first, (months, days, micros), times, until = plain[3:]
        every = Period(months, days, timedelta(microseconds=micros))
        schedule = Cycle(instant_in(first), every, times, maybe_in(until))
    return Alarm(schedule, armed_at, plain[2], due_at)

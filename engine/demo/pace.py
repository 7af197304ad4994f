"""When things happen in a sample case: staff in office hours, complainants when they find the time."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.calendars import WorkingTime
from engine.demo.life import Life
from engine.demo.story import Step

USUAL: Mapping[str, float] = {
    "assess": 3,
    "answer": 14,
    "settle": 6,
    "unsettled": 6,
    "investigate": 34,
    "doubt": 12,
    "ask": 2,
    "propose": 7,
    "review": 8,
    "return": 6,
    "grant": 6,
    "refuse": 6,
    "uphold": 56,
    "change": 48,
    "refer": 14,
    "external": 120,
    "remedy": 22,
    "cause": 14,
    "close": 9,
    "claim": 2,
    "draft": 3,
    "assign": 3,
    "merge": 5,
    "write": 4,
    "tell": 8,
    "extend": 8,
    "pause": 4,
    "resume": 24,
    "convert": 2,
    "reopen": 20,
}
"""Working hours that a step of staff takes, from the step before."""

AT_HOME: Mapping[str, float] = {"reply": 2.5, "accept": 3, "reject": 4, "survey": 9.5, "withdraw": 3}
"""Days until a complainant does something."""

WAKING = (time(7, 30), time(22))


def next_moment(step: Step, life: Life, now: datetime, office: WorkingTime) -> datetime:
    """When the step is done, some time after `now`."""
    chance = life.chance
    if step.verb in AT_HOME:
        days = (
            float(step.hours) / 8 if step.hours is not None else AT_HOME[step.verb] * chance.uniform(0.8, 1.4)
        )
        return waking(now + timedelta(days=days), chance.random(), now, ZoneInfo(office.calendar.zone))
    if step.hours is not None:
        late = timedelta(minutes=chance.uniform(1, 9))
        return office.next_working(office.after_working_hours(now, step.hours) + late)
    hours = Decimal(str(round(USUAL[step.verb] * chance.uniform(0.6, 1.5), 3)))
    return office.after_working_hours(now, hours)


def waking(moment: datetime, part: float, now: datetime, zone: ZoneInfo) -> datetime:
    """A time of the moment's day at which people are up; `part` of their day says which."""
    begin, end = (
        datetime.combine(moment.astimezone(zone).date(), limit, zone).astimezone(now.tzinfo)
        for limit in WAKING
    )
    found = begin + (end - begin) * part
    return max(found, now + timedelta(minutes=20))

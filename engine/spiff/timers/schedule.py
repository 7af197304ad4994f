"""At which instants a timer is due."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from engine.spiff.timers.period import Period


@dataclass(frozen=True, slots=True)
class Once:
    """A single instant."""

    at: datetime

    def due(self, fired: int, _zone: tzinfo) -> datetime | None:
        """When it is due after it has fired so often; None: never again."""
        return self.at if fired == 0 else None


@dataclass(frozen=True, slots=True)
class Cycle:
    """An instant and every so often thereafter."""

    first: datetime
    every: Period
    times: int | None = None  #: in all; None: for ever
    until: datetime | None = None

    def due(self, fired: int, zone: tzinfo) -> datetime | None:
        """When it is due after it has fired so often; None: never again."""
        if self.times is not None and fired >= self.times:
            return None
        moment = self.every.after(self.first, fired, zone)
        return None if self.until is not None and moment > self.until else moment


@dataclass(frozen=True, slots=True)
class Moments:
    """A list of instants, each once, in order."""

    moments: tuple[datetime, ...]

    def due(self, fired: int, _zone: tzinfo) -> datetime | None:
        """When it is due after it has fired so often; None: never again."""
        return self.moments[fired] if fired < len(self.moments) else None


Schedule = Once | Cycle | Moments


@dataclass(frozen=True, slots=True)
class Alarm:
    """An armed timer."""

    schedule: Schedule
    armed_at: datetime
    fired: int
    due_at: datetime

    def rung(self, zone: tzinfo) -> "Alarm | None":
        """The alarm after it has fired once more, due by its own rhythm; None when that was the last time."""
        due_at = self.schedule.due(self.fired + 1, zone)
        if due_at is None:
            return None
        return Alarm(self.schedule, self.armed_at, self.fired + 1, due_at)


def armed(schedule: Schedule, at: datetime, zone: tzinfo, fired: int = 0) -> Alarm | None:
    """The alarm of a schedule armed at an instant; None when it never rings."""
    due_at = schedule.due(fired, zone)
    return None if due_at is None else Alarm(schedule, at, fired, due_at)


def same(one: Alarm, other: Alarm) -> bool:
    """Whether two alarms ring at the same instants, the next and all to come, however they are held."""
    return (one.due_at, one.armed_at, one.fired, one.schedule) == (
        other.due_at,
        other.armed_at,
        other.fired,
        other.schedule,
    )

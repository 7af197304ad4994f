"""Dates with times: local, with an offset or in a named zone.

Source: DMN 1.5, 10.3.2.3.5 (date and time).
"""

from dataclasses import dataclass

from engine.feel.values.dates import FeelDate
from engine.feel.values.durations import NANOS, NANOS_A_DAY
from engine.feel.values.times import FeelTime
from engine.feel.values.zones import Zone, offset_of_instant, offset_of_local


@dataclass(frozen=True, slots=True)
class FeelDateTime:
    """A moment, as its local date, its local time and the zone the time carries."""

    date: FeelDate
    time: FeelTime

    @classmethod
    def from_instant(cls, nanos: int, zone: Zone) -> "FeelDateTime":
        """The moment so many nanoseconds after 1970 in UTC, as the zone's clocks show it."""
        offset = offset_of_instant(zone, nanos // NANOS)
        return cls.from_local(nanos + offset * NANOS, zone)

    @classmethod
    def from_local(cls, nanos: int, zone: Zone | None) -> "FeelDateTime":
        """The moment at which clocks stand so many nanoseconds after 1970-01-01T00:00."""
        days, rest = divmod(nanos, NANOS_A_DAY)
        return cls(FeelDate.from_ordinal(days), FeelTime.from_nanos(rest, zone))

    @property
    def zone(self) -> Zone | None:
        """The offset in seconds, the zone's name, or None for a local moment."""
        return self.time.zone

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC at this moment, or None for a local moment."""
        if self.zone is None:
            return None
        return offset_of_local(self.zone, self.date.ordinal, self.time.second_of_day)

    @property
    def local_nanos(self) -> int:
        """Nanoseconds from 1970-01-01T00:00 on the local clock."""
        return self.date.ordinal * NANOS_A_DAY + self.time.nanos

    @property
    def instant(self) -> int:
        """Nanoseconds from 1970 in UTC; a local moment counts as UTC."""
        days, clock = self.date.ordinal, self.time
        second, zone = clock.second_of_day, clock.zone
        offset = 0 if zone is None else offset_of_local(zone, days, second)
        return days * NANOS_A_DAY + (second - offset) * NANOS + clock.nano

    def plus_nanos(self, nanos: int) -> "FeelDateTime":
        """The moment so much later in real time, in the same zone."""
        if self.zone is None:
            return FeelDateTime.from_local(self.local_nanos + nanos, None)
        return FeelDateTime.from_instant(self.instant + nanos, self.zone)

    def plus_months(self, months: int) -> "FeelDateTime":
        """The same local time so many months later."""
        return FeelDateTime(self.date.plus_months(months), self.time)

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


def midnight(date: FeelDate, zone: Zone | None = 0) -> FeelDateTime:
    """The date's first moment; a date alone counts as UTC where it is compared with a moment."""
    return FeelDateTime(date, FeelTime(0, 0, 0, 0, zone))

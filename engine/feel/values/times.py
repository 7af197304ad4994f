"""Times of day, local, with an offset or in a named zone.

Source: DMN 1.5, 10.3.2.3.4 (time).
"""

from dataclasses import dataclass

from engine.feel.errors import Undefined
from engine.feel.values.durations import NANOS, NANOS_A_DAY
from engine.feel.values.zones import MAX_OFFSET, Zone, named, standard_offset, zone_text


@dataclass(frozen=True, slots=True)
class FeelTime:
    """A time of day.

    Raises:
        Undefined: there is no such time or zone.
    """

    hour: int
    minute: int
    second: int
    nano: int = 0
    zone: Zone | None = None

    def __post_init__(self) -> None:
        if not (
            0 <= self.hour <= 23
            and 0 <= self.minute <= 59
            and 0 <= self.second <= 59
            and 0 <= self.nano < NANOS
        ):
            raise Undefined(f"there is no time {self.hour}:{self.minute}:{self.second}")
        if isinstance(self.zone, int) and abs(self.zone) > MAX_OFFSET:
            raise Undefined("an offset is at most 18 hours")
        if isinstance(self.zone, str) and named(self.zone) is None:
            raise Undefined(f"there is no time zone {self.zone!r}")

    @classmethod
    def from_nanos(cls, nanos: int, zone: Zone | None = None) -> "FeelTime":
        """The time so many nanoseconds after midnight, counted round the clock."""
        seconds, nano = divmod(nanos % NANOS_A_DAY, NANOS)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return cls(hour, minute, second, nano, zone)

    @property
    def second_of_day(self) -> int:
        """Seconds since midnight, without the fraction."""
        return (self.hour * 60 + self.minute) * 60 + self.second

    @property
    def nanos(self) -> int:
        """Nanoseconds since midnight."""
        return self.second_of_day * NANOS + self.nano

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC, or None for a local time."""
        if self.zone is None or isinstance(self.zone, int):
            return self.zone
        return standard_offset(self.zone)

    @property
    def utc_nanos(self) -> int:
        """Nanoseconds since midnight in UTC, below 0 or beyond a day where the offset leads there."""
        return self.nanos - (self.offset or 0) * NANOS

    def __str__(self) -> str:
        return f"{clock_text(self)}{zone_text(self.zone)}"


def clock_text(time: FeelTime) -> str:
    """Hours, minutes and seconds with their fraction, without the zone."""
    text = f"{time.hour:02}:{time.minute:02}:{time.second:02}"
    return f"{text}.{time.nano:09}".rstrip("0") if time.nano else text

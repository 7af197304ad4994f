"""What a label says of time."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Timing:
    """A length of time, a cycle or a date that a label names.

    `exact` is false where something was guessed or left out; `note` then says what, in plain words.
    """

    iso: str  #: ISO 8601: `P14D`, `R/P7D`, `2026-03-01T00:00:00Z`
    kind: Literal["duration", "cycle", "date"]
    words: str  #: the part of the label that it was read from
    exact: bool = True
    note: str = ""
    working: bool = False  #: whether it counts working days
    clock: str | None = None  #: hour of the day, `09:00`, where one is named
    weekday: int | None = None  #: Monday is 1
    day: int | None = None  #: day of the month

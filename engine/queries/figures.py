"""Few key figures, each with what it counts (DOMAIN §8). Below thirty cases a rate is not shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.authority import require
from engine.desk import Desk
from engine.model.request import Query

FEW = 30
"""Below this many cases, counts are shown and no percentage."""
BANDS = ((0, 5), (6, 10), (11, 20), (21, 40))
"""Age bands of open cases in working days; the last one is open."""
PERIOD = timedelta(days=90)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Figures(Query["FiguresView"]):
    """Without `since`, the last ninety days."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Figure:
    """A share: `hits` of `of`, due in the period; open and late counts as late."""

    name: str
    hits: int
    of: int

    @property
    def percent(self) -> float | None:
        """Percentage; None where it would be of too few cases."""
        return 100 * self.hits / self.of if self.of >= FEW else None


@dataclass(frozen=True)
class FiguresView:
    since: datetime
    until: datetime
    figures: tuple[Figure, ...]
    backlog: tuple[tuple[str, int], ...]  #: age band in working days: open cases
    received: int
    closed: int
    withdrawn: int
    open: int


def figures(query: Figures, desk: Desk) -> FiguresView:
    """Acknowledged and decided on time, backlog by age, volumes. Raises NotAllowed."""
    require(desk.actor, "see figures")
    until = query.until or desk.now
    since = query.since or until - PERIOD
    reads = desk.unit.reads
    shares = tuple(
        Figure(name, *reads.on_time(stop, since, until))
        for name, stop in (("Acknowledged on time", "acknowledged"), ("Decided on time", "decided"))
    )
    volumes = reads.volumes(since, until)
    return FiguresView(
        since=since,
        until=until,
        figures=shares,
        backlog=_backlog(desk),
        received=volumes["received"],
        closed=volumes["closed"],
        withdrawn=volumes["withdrawn"],
        open=volumes["open"],
    )


def _backlog(desk: Desk) -> tuple[tuple[str, int], ...]:
    """Open cases by age in working days of the office calendar, counted between the moments of each age."""
    calendar = desk.services.working(desk.unit, "office")
    lows = [low for low, _high in BANDS] + [BANDS[-1][1] + 1]
    oldest = desk.unit.reads.oldest_open()

    def age(moment: datetime) -> int:
        return int(calendar.working_time_between(moment, desk.now)[0])

    edges = [_latest(oldest, desk.now, age, low) for low in lows]
    counted = desk.unit.reads.open_until([edge for edge in edges if edge is not None])
    older = [*counted, *[0] * (len(lows) - len(counted))]
    bands = [f"{low}–{high}" for low, high in BANDS] + [f"over {BANDS[-1][1]}"]
    numbers = [here - there for here, there in zip(older, [*older[1:], 0], strict=True)]
    return tuple(zip(bands, numbers, strict=True))


def _latest(
    first: datetime | None, last: datetime, age: Callable[[datetime], int], least: int
) -> datetime | None:
    """The latest moment of a span, to the microsecond, that is of this age at least; age falls with time."""
    if first is None or first > last or age(first) < least:
        return None
    low, high = 0, (last - first) // TICK + 1  # old enough at the first, not at the second
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if age(first + middle * TICK) >= least else (low, middle)
    return first + low * TICK

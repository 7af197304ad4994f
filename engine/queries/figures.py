"""Few key figures, each with what it counts (DOMAIN §8). Below thirty cases a rate is not shown."""

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
    """Open cases by age in working days of the office calendar."""
    calendar = desk.services.working(desk.unit, "office")
    ages = [int(calendar.working_time_between(r, desk.now)[0]) for r in desk.unit.reads.received_of_open()]
    counted = [(f"{low}–{high}", sum(low <= age <= high for age in ages)) for low, high in BANDS]
    return (*counted, (f"over {BANDS[-1][1]}", sum(age > BANDS[-1][1] for age in ages)))

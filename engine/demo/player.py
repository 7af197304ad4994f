"""Lives the sample cases through: moves the clock, runs what falls due, and lets people act in time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from heapq import heappop, heappush
from random import Random
from zoneinfo import ZoneInfo

from engine.bootstrap import Querela
from engine.calendars import WorkingTime, shipped
from engine.commands.administer import AdvanceClock
from engine.demo import deeds
from engine.demo.life import House, Life
from engine.demo.pace import next_moment
from engine.demo.receipt import lodge
from engine.demo.staff import of_role
from engine.demo.story import Tale
from engine.errors import Refused
from engine.jobs import Dispatcher

DAY_PACE = timedelta(hours=2)
NIGHT_PACE = timedelta(hours=8)
BY_HAND = ("phone", "letter", "counter", "social", "regulator", "partner")
"""Channels on which a complaint is recorded by staff."""


@dataclass(frozen=True)
class Played:
    """What came of it. `stuck`: cases whose way could not be gone to its end, and why."""

    lives: tuple[Life, ...]
    stuck: tuple[str, ...]


class Player:
    """Goes through a span of time once, from its outset to the present."""

    def __init__(self, querela: Querela, tales: Sequence[Tale], span: timedelta, seed: int) -> None:
        self._querela = querela
        self._dispatcher: Dispatcher = querela.dispatcher()
        self._house = House(querela, WorkingTime(shipped(querela.config.timezone)["office"]))
        self._span = span
        self._outset = querela.now()
        self._moved = timedelta(0)
        self._agenda: list[tuple[datetime, int, Life]] = []
        self._stuck: list[str] = []
        for number, tale in enumerate(tales):
            life = Life(tale, Random(f"{seed}/{tale.key}"))
            life.handler = life.chance.choice((*of_role("handler"), *of_role("handler")[:1]))
            heappush(self._agenda, (self._arrival(life), number, life))

    def play(self, tell: Callable[[float], None] = lambda part: None) -> Played:
        """Everything up to the present; `tell` hears which part of the time has gone by."""
        end = self._outset + self._span
        while self._agenda and self._agenda[0][0] <= end:
            moment, number, life = heappop(self._agenda)
            self._go_to(moment)
            tell((moment - self._outset) / self._span)
            following = self._act(life)
            if following is not None:
                heappush(self._agenda, (following, number, life))
        self._go_to(end)
        if self._span > self._moved:
            self._advance(self._span - self._moved)
        return Played(tuple(self._house.lives.values()), tuple(self._stuck))

    def _arrival(self, life: Life) -> datetime:
        """When the complaint is recorded."""
        tale, office = life.tale, self._house.office
        zone = ZoneInfo(office.calendar.zone)
        moment = self._outset + self._span - timedelta(days=tale.ago)
        if tale.ago >= 1:
            at = time.fromisoformat(tale.at)
            moment = datetime.combine(moment.astimezone(zone).date(), at, zone).astimezone(moment.tzinfo)
        if tale.recorded:
            life.received_at = moment
            return office.after_working_hours(moment, Decimal(str(tale.recorded)))
        if tale.channel in BY_HAND:
            return office.next_working(moment) + timedelta(minutes=life.chance.uniform(2, 50))
        return moment

    def _act(self, life: Life) -> datetime | None:
        """Carry out the life's next step; answers when the one after it is due."""
        steps = life.tale.steps()
        try:
            if not life.reference:
                lodge(self._house, life)
            else:
                step = steps[life.done]
                deeds.do(self._house, life, step.verb, step.words)
                life.done += 1
        except Refused as refused:
            self._stuck.append(f"{life.tale.key}, step {life.done + 1}: {refused}")
            return None
        self._dispatcher.run_due()
        if life.done == len(steps):
            return None
        return next_moment(steps[life.done], life, self._querela.now(), self._house.office)

    def _go_to(self, moment: datetime) -> None:
        """Move the clock on, in short steps by day and longer ones by night, and run what falls due."""
        while (left := moment - (now := self._querela.now())) > timedelta(0):
            pace = DAY_PACE if self._house.office.is_working(now) else NIGHT_PACE
            self._advance(min(left, pace))

    def _advance(self, length: timedelta) -> None:
        self._querela.do(AdvanceClock(length))
        self._moved += length
        self._dispatcher.run_due()

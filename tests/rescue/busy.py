"""Clerks who go on working while somebody makes a backup, and remember what was acknowledged when."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle

from engine.bootstrap import build
from engine.clock import monotonic, pause
from engine.commands.attach import Attach
from tests.rescue.sites import PNG, Place
from tests.support.installation import Installation, StandingClock
from tests.whole.life import PHASES, arrive

BREATH = 0.2
"""Seconds between two cases of a clerk."""


@dataclass
class Office:
    """All clerks of a place."""

    place: Place
    began: dict[str, float] = field(default_factory=dict)  #: reference: when somebody began with the case
    ended: dict[str, float] = field(default_factory=dict)  #: … and had the last acknowledgement of it
    wrong: list[BaseException] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def at_work(self, clerks: int) -> Iterator[None]:
        """So many clerks work during the block, each over connections of its own."""
        threads = [threading.Thread(target=self._work, args=(number,)) for number in range(clerks)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _work(self, first: int) -> None:
        phases = cycle([*PHASES][first:] + [*PHASES][:first])
        with closing(build(self.place.config, StandingClock())) as querela:
            house = Installation(querela, StandingClock())
            while not self._stop.is_set():
                try:
                    self._handle(house, next(phases))
                    pause(BREATH)  # leaves the processors to the backup
                except BaseException as wrong:
                    self.wrong.append(wrong)
                    raise

    def _handle(self, house: Installation, phase: str) -> None:
        """Bring a new case to that phase, with a file of its own."""
        number = next(self._numbers)
        began = monotonic()
        lodged = arrive(house, phase)
        self.began[lodged.reference] = began
        data = PNG + number.to_bytes(4, "big")
        house.do(Attach(lodged.reference, "photo.png", data, lodged.tracking_code))
        self.ended[lodged.reference] = monotonic()

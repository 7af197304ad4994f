"""Strikes a site at random moments, again and again, while its clerks work."""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.faults.clerks import Office

PATIENCE = 60
"""Seconds without any progress after which the next blow falls all the same."""


@dataclass
class Killer:
    """`plan`: how many blows of each kind fall; their order and their moments are random."""

    office: Office
    chance: random.Random
    plan: Mapping[str, int]
    kinds: Mapping[str, Callable[[], object]]  #: by name; a blow that answers False is struck again
    afterwards: Callable[[], object] = lambda: None  #: is done after each blow
    blows: Counter[str] = field(default_factory=Counter)
    before: int = field(init=False)  #: requests that the office's clerks had acknowledged already

    def __post_init__(self) -> None:
        self.before = self.office.acknowledged

    def strike(self, requests: int) -> None:
        """All blows, spread over so many acknowledged requests."""
        requests += self.before
        blows = [kind for kind, times in self.plan.items() for _ in range(times)]
        self.chance.shuffle(blows)
        for number, kind in enumerate(blows):
            share = self._share(len(blows) - number, requests)
            self._wait_for(self.office.acknowledged + self.chance.randint(0, share))
            time.sleep(self.chance.uniform(0, 0.05))
            while self.kinds[kind]() is False:
                time.sleep(0.01)
            self.blows[kind] += 1
            self.afterwards()

    def _share(self, blows_left: int, requests: int) -> int:
        """Twice the mean number of requests between two blows."""
        return max(0, 2 * (requests - self.office.acknowledged) // (blows_left + 1) - 1)

    def _wait_for(self, acknowledged: int) -> None:
        give_up_at = time.monotonic() + PATIENCE
        while self.office.acknowledged < acknowledged and self.office.busy:
            if time.monotonic() > give_up_at:
                return
            time.sleep(0.002)

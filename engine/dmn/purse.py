"""The room that all texts of one request share: what one has built, another cannot build again."""

from dataclasses import dataclass
from typing import Final

from engine.feel.budget import DEFAULT_BUDGET, Meter

MAX_CELLS: Final = 2_000_000
"""Characters and list items built for one request, about 250 MB at the worst."""


@dataclass(slots=True)
class _Open:
    meter: Meter
    seen: int  #: cells that the meter had left when they were last taken off the purse


class Purse:
    """Hands out meters for single texts, each with a text's own budget as far as the room reaches."""

    def __init__(self, cells: int = MAX_CELLS) -> None:
        self.cells = cells
        self._open: list[_Open] = []

    def open(self) -> Meter:
        """A meter for a text; what the texts around it have built so far is taken off first."""
        if self._open:
            self._settle(self._open[-1])
        meter = Meter(DEFAULT_BUDGET)
        meter.cells = min(meter.cells, self.cells)
        self._open.append(_Open(meter, meter.cells))
        return meter

    def close(self) -> None:
        """The text of the meter that was handed out last has ended."""
        self._settle(self._open.pop())

    def _settle(self, part: _Open) -> None:
        self.cells -= part.seen - part.meter.cells
        part.seen = part.meter.cells

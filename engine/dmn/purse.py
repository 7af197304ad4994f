"""The room that all texts of one request share: what one has built, another cannot build again."""

from typing import Final

from engine.feel.budget import DEFAULT_BUDGET, Meter

MAX_CELLS: Final = 2_000_000
"""Characters and list items built for one request, about 250 MB at the worst."""


class Purse:
    """Hands out meters for single texts, each with a text's own budget as far as the room reaches."""

    def __init__(self, cells: int = MAX_CELLS) -> None:
        self.cells = cells
        self._open: list[Meter] = []
        self._seen: list[int] = []  #: cells that each had left when they were last taken off the purse

    def open(self) -> Meter:
        """A meter for a text; what the texts around it have built so far is taken off first."""
        if self._open:
            self._settle()
        meter = Meter(DEFAULT_BUDGET)
        if meter.cells > self.cells:
            meter.cells = self.cells
        self._open.append(meter)
        self._seen.append(meter.cells)
        return meter

    def close(self) -> None:
        """The text of the meter that was handed out last has ended."""
        self._settle()
        self._open.pop()
        self._seen.pop()

    def _settle(self) -> None:
        left = self._open[-1].cells
        self.cells -= self._seen[-1] - left
        self._seen[-1] = left

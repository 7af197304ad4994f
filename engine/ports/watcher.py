"""Who looks on while commands are carried out: for lines, figures and spans. Wired in `bootstrap`."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from engine.model.people import Actor
from engine.model.request import Command

Answer = TypeVar("Answer")


class Watcher(Protocol):
    """Changes nothing: what a command answers or raises goes on as it is."""

    def around(self, command: Command[Answer], actor: Actor, act: Callable[[], Answer]) -> Answer:
        """What `act` answers; its length and its end are told to whoever wants to know."""

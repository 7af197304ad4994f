"""One command = one transaction = one instant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from engine.clock import Clock
from engine.commands.administer import CLOCK_OFFSET
from engine.commands.once import KeepRefusal, Once
from engine.desk import Desk
from engine.errors import ConcurrentChange, DiagramError, Refused
from engine.logs import note
from engine.model.people import SYSTEM, Actor
from engine.model.request import Command, Query
from engine.ports.store import Store, Unit
from engine.ports.watcher import Watcher
from engine.services import Services

Answer = TypeVar("Answer")
Handler = Callable[[Any, Desk], Any]

ATTEMPTS = 3
"""How often a command is begun that others are faster than."""


@dataclass(frozen=True)
class Bus:
    """Carries out commands and queries: opens the transaction, reads the clock once, commits."""

    store: Store
    clock: Clock
    services: Services
    handlers: Mapping[type, Handler]
    watcher: Watcher | None = None

    def do(self, command: Command[Answer], actor: Actor = SYSTEM) -> Answer:
        """Carry out a command; all of it happens or nothing.

        Who loses a race begins anew: then the command sees what the winner did, and says so.

        Raises:
            Refused: it cannot be done; nothing has changed.
            DiagramError: a package may not be published; nothing has changed.
        """
        if self.watcher is None:
            return self._carry_out(command, actor)
        return self.watcher.around(command, actor, lambda: self._carry_out(command, actor))

    def _carry_out(self, command: Command[Answer], actor: Actor) -> Answer:
        try:
            return self._do(command, actor)
        except (Refused, DiagramError) as refused:
            if isinstance(command, Once):
                self._do(KeepRefusal(command, refused), actor)
            raise

    def _do(self, command: Command[Answer], actor: Actor) -> Answer:
        for races in range(1, ATTEMPTS):
            try:
                return self._in_transaction(command, actor)
            except ConcurrentChange:
                note(races=races, entries=0)
        return self._in_transaction(command, actor)

    def _in_transaction(self, command: Command[Answer], actor: Actor) -> Answer:
        with self.store.begin() as unit:
            answer: Answer = self._handle(command, unit, actor)
        return answer

    def ask(self, query: Query[Answer], actor: Actor = SYSTEM) -> Answer:
        """Look something up. Raises Refused when there is no such thing for this person."""
        with self.store.read() as unit:
            answer: Answer = self._handle(query, unit, actor)
        return answer

    def now(self) -> datetime:
        """The installation's present instant."""
        if not self.services.config.sandbox:
            return self.clock()
        with self.store.read() as unit:
            return self._shifted(self.clock(), unit)

    def _handle(self, request: object, unit: Unit, actor: Actor) -> Any:
        handler = self.handlers[type(request)]
        real_now = self.clock()
        return handler(request, Desk(unit, self._shifted(real_now, unit), actor, self.services, real_now))

    def _shifted(self, real_now: datetime, unit: Unit) -> datetime:
        if not self.services.config.sandbox:
            return real_now
        return real_now + timedelta(seconds=float(unit.settings.get(CLOCK_OFFSET) or 0))

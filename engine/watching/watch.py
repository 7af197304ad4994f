"""Looks on while commands are carried out: a line, a count and a length for each, a span where asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from engine.clock import monotonic
from engine.commands.once import KeepRefusal, Once
from engine.errors import ConcurrentChange, DiagramError, Refused
from engine.logs import logger, noting
from engine.model.people import Actor
from engine.model.request import Command

if TYPE_CHECKING:
    from engine.watching.figures import Figures
    from engine.watching.sampling import Sampler
    from engine.watching.spans import Spans

Answer = TypeVar("Answer")

DONE, REFUSED, LOST_RACE, FAILED = "done", "refused", "lost race", "failed"
"""How a command may end."""
ROUTINE = frozenset({"CallWorkers"})
"""Carried out every second: a line is written only where it fails."""

_log = logger("command")


class Watch:
    """One per process of a server or worker. `spans` is None unless a collector is configured."""

    def __init__(self, figures: "Figures", spans: "Spans | None" = None) -> None:
        self.figures = figures
        self.spans = spans
        self.sampler: Sampler | None = None  #: what this process uses, where somebody wants to know

    def close(self) -> None:
        """Send the spans that are still to be sent."""
        if self.spans is not None:
            self.spans.close()

    def around(self, command: Command[Answer], actor: Actor, act: Callable[[], Answer]) -> Answer:
        """What `act` answers or raises, after it was told. A refusal's text stays out: it may hold values."""
        name = name_of(command)
        with noting() as noted:
            started = monotonic()
            outcome, wrong = FAILED, ""
            try:
                answer = act() if self.spans is None else self._traced(name, actor, act, noted)
                outcome = DONE
            except BaseException as error:
                outcome, wrong = outcome_of(error), type(error).__name__
                raise
            finally:
                self._tell(name, actor, outcome, wrong, monotonic() - started, noted)
        return answer

    def _traced(self, name: str, actor: Actor, act: Callable[[], Answer], noted: dict[str, object]) -> Answer:
        assert self.spans is not None
        with self.spans.command(name, actor.login, noted, outcome_of):
            return act()

    def _tell(
        self, name: str, actor: Actor, outcome: str, wrong: str, seconds: float, noted: dict[str, object]
    ) -> None:
        self.figures.command(
            name, outcome, seconds, entries=noted.get("entries", 0), races=noted.get("races")
        )
        line = {"command": name, "outcome": outcome, "actor": actor.login, "duration_ms": in_ms(seconds)}
        if wrong:
            line["error"] = wrong
        if outcome == FAILED:
            _log.error("command", **line)
        elif name in ROUTINE:
            _log.debug("command", **line)
        else:
            _log.info("command", **line)


def name_of(command: Command[object]) -> str:
    """The command's name; of one that is to be done once for its key, that one's."""
    if isinstance(command, Once):
        return type(command.command).__name__
    if isinstance(command, KeepRefusal):
        return type(command.request.command).__name__
    return type(command).__name__


def outcome_of(error: BaseException) -> str:
    """How a command has ended that raised this."""
    if isinstance(error, ConcurrentChange):
        return LOST_RACE
    return REFUSED if isinstance(error, Refused | DiagramError) else FAILED


def in_ms(seconds: float) -> float:
    """Milliseconds, to the microsecond."""
    return round(seconds * 1000, 3)

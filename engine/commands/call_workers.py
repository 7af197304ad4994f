"""Tell the workers of a shared database what is due: timers, jobs left by commands, mails."""

from dataclasses import dataclass

from engine.authority import require
from engine.desk import Desk
from engine.model.request import Command


@dataclass(frozen=True)
class CallWorkers(Command[int]):
    """Answers how many errands were left; the embedded database needs none."""


def call_workers(_command: CallWorkers, desk: Desk) -> int:
    """By the installation's clock, which a sandbox may have moved. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    return desk.unit.errands.call(desk.now, desk.real_now)

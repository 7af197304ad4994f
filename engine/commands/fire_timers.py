"""Fire what is due in one instance: its diagram's timers and its case's clocks."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.authority import require
from engine.commands.effects.catch_up import fire_at
from engine.commands.effects.settle import open_case
from engine.desk import Desk
from engine.model.request import Command


@dataclass(frozen=True)
class FireTimers(Command[bool]):
    """`due_at`: the moment that was seen to be due; everything runs at that instant, however late it is."""

    instance: str
    due_at: datetime


def fire_timers(command: FireTimers, desk: Desk) -> bool:
    """Whether there was something to fire: False when another worker was faster. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    case = open_case(desk, command.instance)
    if case.instance.next_due_at != command.due_at or command.due_at > desk.now:
        return False
    fire_at(replace(desk, now=command.due_at), case, command.due_at)
    return True

"""Count attempts at doors that stand open to everybody, where several machines keep them together."""

from dataclasses import dataclass

from engine.authority import require
from engine.desk import Desk
from engine.model.request import Command


@dataclass(frozen=True)
class TakeAttempts(Command[bool]):
    key: str  #: of door and address, hashed
    most: int
    span: float  #: seconds
    amount: int = 1


@dataclass(frozen=True)
class ForgetAttempts(Command[int]):
    key: str | None  #: None: all


def take_attempts(command: TakeAttempts, desk: Desk) -> bool:
    """Whether so many more fit into the last `span` seconds of real time; then they are noted."""
    return desk.unit.attempts.take(command.key, command.most, command.span, command.amount, desk.real_now)


def forget_attempts(command: ForgetAttempts, desk: Desk) -> int:
    """How many keys are forgotten. Raises NotAllowed."""
    require(desk.actor, "administer")
    return desk.unit.attempts.forget(command.key)

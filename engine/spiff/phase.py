"""The parts of a token's stay at a node, and what went wrong in one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """The part of a token's stay at a node that is tried as a whole: nothing before it is done again."""

    ARRIVE = "arrive"  #: the token has come
    ENTER = "enter"  #: loops are counted
    START = "start"  #: inputs are mapped, what people are asked is evaluated
    BEGIN = "begin"  #: the node starts its work or its wait
    WAIT = "wait"  #: what is waited for is armed
    LOOK = "look"  #: a condition is looked at
    RUN = "run"  #: the node's own work
    FINISH = "finish"  #: outputs are mapped
    LEAVE = "leave"  #: flows are chosen
    TURN = "turn"  #: a loop is asked whether it goes on
    CLOSE = "close"  #: an ad-hoc subprocess is asked whether it is complete
    STUCK = "stuck"  #: nothing can ever move this token
    LIMIT = "limit"  #: the step was endless


@dataclass(slots=True)
class Fault:
    """Why a token cannot go on, and since when."""

    phase: Phase
    message: str
    at: datetime

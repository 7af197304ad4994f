"""Fills an empty sandbox with sample cases."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from engine.bootstrap import Querela
from engine.commands.set_outset import SetOutset
from engine.demo.player import Played, Player
from engine.demo.staff import hire
from engine.demo.story import Tale, read_tales

SPAN = timedelta(days=90)
SEED = 10002


def seed(
    querela: Querela,
    prepare: Callable[[Querela], object],
    tales: Sequence[Tale] | None = None,
    *,
    span: timedelta = SPAN,
    number: int = SEED,
    tell: Callable[[float], None] = lambda part: None,
) -> Played:
    """Begin in the past, `prepare` (publish the processes), hire, and live the tales through to the present.

    The same `number` gives the same cases; only the days of the week depend on when it is done.

    Raises:
        WrongState: this is no sandbox, or there are cases already.
    """
    querela.do(SetOutset(span))
    prepare(querela)
    hire(querela)
    return Player(querela, read_tales() if tales is None else tales, span, number).play(tell)

"""The order of elements in the file never matters."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.runtime.cases import Case
from tests.runtime.matrix.document import CELLS, RULES
from tests.runtime.playing import Player
from tests.runtime.shuffling import shuffled
from tests.whole.effort import either

#: A sequential ad-hoc subprocess takes what nobody chooses in the order of the file.
ORDERED = b'ordering="Sequential"'
CASES = {rule.name: rule.case for rule in RULES if not rule.refused}
CASES |= {cell.name: cell.case for cell in CELLS if cell.legal}
CASES = {name: case for name, case in CASES.items() if ORDERED not in case.diagram}


def told(player: Player) -> tuple[object, ...]:
    """Everything that came of a play, without the order of what happened beside each other."""
    look, step = player.look(), player.step
    return (
        step.status,
        player.open,
        Counter(player.trace),
        Counter(player.cancelled),
        sorted(look.ended),
        dict(step.variables),
        Counter((waiting.element, waiting.kind, waiting.due_at) for waiting in look.waiting),
        [element for element, _ in player.incidents],
    )


@pytest.mark.parametrize("name", CASES)
def test_the_same_comes_of_it_in_any_order(name: str) -> None:
    case = CASES[name]
    started: Case = replace(case, process="p")
    expected = told(started.play(in_memory=True))
    for seed in range(either(1, 5)):
        moved = replace(started, diagram=shuffled(case.diagram, seed))
        assert told(moved.play(in_memory=True)) == expected


def test_shuffling_moves_something() -> None:
    diagrams = [case.diagram for case in CASES.values()]
    assert sum(shuffled(diagram, 0) != shuffled(diagram, 1) for diagram in diagrams) > len(diagrams) / 2

"""A thousand rounds of rework leave a case as small, and its steps as cheap, as the first round did."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from engine.history import verify
from engine.queries.tasklist import Tasklist
from tests.commands.lodging import case, lodge
from tests.support.installation import installation
from tests.whole.effort import LONG, either
from tests.whole.meter import metered
from tests.whole.rounds import REWORK, Round, begin, go_round, open_items

ROUNDS = {
    "investigated anew": either(40, 1000),
    "asked again": either(12, 1000),
    "proposed anew": either(12, 1000),
}
GROWTH = 1.05
A_ROUND = 6
"""Instructions of SQLite's machine to find in an index who did an earlier round, and may not review."""


@pytest.mark.timeout(900 if LONG else 120)
@pytest.mark.parametrize("name", REWORK)
def test_rework_leaves_a_case_small_and_its_steps_cheap(
    tmp_path: Path, database: str | None, name: str
) -> None:
    rework, count = REWORK[name], ROUNDS[name]
    with installation(tmp_path, database, rework.package) as house, metered() as meter:
        other = lodge(house)
        lodged = begin(house, rework)
        house.run_due()
        before = case(house, other.reference)
        rounds: list[Round] = []
        for _ in range(count):
            rounds.append(go_round(house, lodged, rework, meter))
            house.clock.advance(seconds=1)
            if len(rounds) % 50 == 0:
                house.run_due()
        assert len(rounds[-1].state) <= GROWTH * len(rounds[0].state)
        told = {after.entries - earlier.entries for earlier, after in pairwise(rounds[1:])}
        assert len(told) == 1, "the history grows by the same in every round"
        _assert_flat(rounds)
        assert len(open_items(house, lodged.instance)) == 1
        first = rework.round[0]
        listed = house.ask(Tasklist(reference=lodged.reference), house.actor(first[1])).items
        assert [row.item.element for row in listed] == [first[0]]
        assert replace(case(house, other.reference), now=before.now) == before
        assert verify(house.querela.store).ok


def _assert_flat(rounds: list[Round]) -> None:
    """Statements the same in every round but the first, which is dearer; bytes and rows looked at, too."""
    for position in range(len(rounds[0].costs)):
        costs = [round_.costs[position] for round_ in rounds[1:]]
        assert {cost.statements for cost in costs} == {costs[0].statements}
        assert max(cost.bytes_bound for cost in costs) <= GROWTH * costs[0].bytes_bound
        worked = max(cost.instructions for cost in costs) - costs[0].instructions
        assert worked <= A_ROUND * len(rounds) + 1000

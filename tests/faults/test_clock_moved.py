"""The machine's clock jumps forward and back under load: nothing is lost or done twice, and all goes on."""

import random
from collections.abc import Callable
from functools import partial

import pytest

from tests.faults.conftest import Town
from tests.faults.killer import Killer
from tests.whole.effort import either

CLERKS = 4
CASES = either(8, 200)
TIMES = either(1, 13)
"""Of each kind of jump."""
REQUESTS = 4
EARLIER = "its milestones are out of order"
"""The history keeps each instant as the clock told it; the order of what happened is that of its numbers."""
JUMPS = {"an hour back": -3600, "a day back": -86_400, "an hour on": 3600, "thirty days on": 30 * 86_400}


@pytest.mark.timeout(1800)
def test_nothing_is_lost_and_all_goes_on(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    here, taken = town
    kinds: dict[str, Callable[[], None]] = {
        name: partial(here.advance, seconds=seconds) for name, seconds in JUMPS.items()
    }
    before = here.office.unanswered
    here.site.start_worker()
    killer = Killer(here.office, random.Random(TIMES), dict.fromkeys(kinds, TIMES), kinds)
    here.office.start([f"clock-{number:03d}" for number in range(CASES)], CLERKS)
    try:
        killer.strike(CASES * REQUESTS)
    finally:
        here.office.finish(600)
    assert here.office.wrong == []
    assert here.office.unanswered == before
    here.bring_to_an_end()
    mine = {c.reference for c in here.office.lodged if c.external_id.startswith("clock-")}
    here.meant += tuple(f"{reference}: {EARLIER}" for reference in mine)
    here.verify(ended=len(here.cases))
    assert set(taken.taken) == here.mails()
    with capsys.disabled():
        again = taken.taken.total() - len(taken.taken)
        print(  # noqa: T201 - figures of the run
            f"\n  {killer.blows.total()} jumps over {CASES} cases, "
            f"{again} of {len(taken.taken)} mails sent again"
        )

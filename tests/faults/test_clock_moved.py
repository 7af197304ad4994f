"""The machine's clock jumps forward and back under load: nothing is lost or done twice, and all goes on."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.faults.killer import Killer
from tests.faults.post import Post, post
from tests.faults.scene import Scene, scene
from tests.whole.effort import either

CLERKS = 4
CASES = either(8, 200)
TIMES = either(1, 13)
"""Of each kind of jump."""
REQUESTS = 4
EARLIER = "milestones are out of order"
"""The history keeps each instant as the clock told it; the order of what happened is that of its numbers."""
JUMPS = {"an hour back": -3600, "a day back": -86_400, "an hour on": 3600, "thirty days on": 30 * 86_400}


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Scene, Post]]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    with post() as (taken, smtp), scene(tmp_path, url, smtp=smtp) as made:
        made.site.start_server("--no-worker")
        made.site.start_worker()
        made.site.wait_until_ready()
        yield made, taken


@pytest.mark.timeout(1800)
def test_nothing_is_lost_and_all_goes_on(
    place: tuple[Scene, Post], capsys: pytest.CaptureFixture[str]
) -> None:
    here, taken = place
    kinds: dict[str, Callable[[], None]] = {
        name: partial(here.advance, seconds=seconds) for name, seconds in JUMPS.items()
    }
    killer = Killer(here.office, random.Random(TIMES), dict.fromkeys(kinds, TIMES), kinds)
    here.office.start([f"case-{number:03d}" for number in range(CASES)], CLERKS)
    try:
        killer.strike(CASES * REQUESTS)
    finally:
        here.office.finish(600)
    assert here.office.wrong == []
    assert here.office.unanswered == 0
    here.bring_to_an_end()
    here.verify(ended=CASES, but=EARLIER)
    assert set(taken.taken) == here.mails()
    with capsys.disabled():
        again = taken.taken.total() - len(taken.taken)
        print(  # noqa: T201 - figures of the run
            f"\n  {killer.blows.total()} jumps over {CASES} cases, "
            f"{again} of {len(taken.taken)} mails sent again"
        )

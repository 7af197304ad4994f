"""Attempts are counted together by all workers of a machine, and forgotten in time."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.model.attempts import Limit, take
from web import attempts
from web.api.flood import Flood
from web.attempts import AttemptsFile

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ATTEMPT = """
import sys
from datetime import timedelta
from pathlib import Path
from engine.model.attempts import Limit
from web.attempts import AttemptsFile
limits = [Limit(10, timedelta(minutes=10))]
print(sum(not AttemptsFile(Path(sys.argv[1])).take("login/1", limits) for _ in range(8)))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "attempts.db"


def test_workers_count_together(path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", ATTEMPT, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root
        )
        for _ in range(3)
    ]
    said = [worker.communicate(timeout=60) for worker in workers]
    assert sum(int(out) for out, _ in said) == 10, said
    limits = [Limit(10, timedelta(minutes=10))]
    assert 0 < AttemptsFile(path).take("login/1", limits) <= 600
    assert AttemptsFile(path).take("login/2", limits) == 0


def test_the_window_moves_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = NOW
    monkeypatch.setattr(attempts, "system_clock", lambda: moment)
    file, limits = AttemptsFile(path), [Limit(2, MINUTE)]
    assert file.take("k", limits) == 0
    moment = NOW + timedelta(seconds=30)
    assert file.take("k", limits) == 0
    assert file.take("k", limits) == 30
    moment = NOW + timedelta(seconds=60)
    assert file.take("k", limits) == 0
    assert file.take("k", limits) == 30


#: (seconds of earlier attempts, seconds of this one, seconds to wait)
TIGHT = (Limit(2, MINUTE), Limit(3, HOUR))
WAITS = [
    ([], 0, 0),
    ([0], 1, 0),
    ([0, 1], 2, 58),
    ([0, 1], 60, 0),
    ([0, 1], 59.5, 0.5),
    ([0, 1, 120], 121, 3479),
    ([0, 1, 120, 121], 122, 3479),
    ([0, 1, 120], 3600, 0),
    ([500, 501], 0, 0),  # of a clock that was wrong
    ([30, 31], 0, 90),  # of a machine whose clock is a little ahead
]


@pytest.mark.parametrize(("earlier", "now", "wait"), WAITS)
def test_the_longest_wait_counts(earlier: list[float], now: float, wait: float) -> None:
    known, found = take(earlier, TIGHT, now)
    assert found == wait
    assert (now in known) is (wait == 0)


def test_it_forgets_what_no_longer_counts() -> None:
    assert take([0, 1, 3590], TIGHT, 3601) == ([3590, 3601], 0)


def test_it_holds_off_a_flood_of_one_address_until_the_minute_is_over() -> None:
    flood = Flood(most=2)
    assert [flood.wait("a", 100), flood.wait("a", 101)] == [0, 0]
    assert flood.wait("a", 102) == 18
    assert flood.wait("b", 102) == 0
    assert flood.wait("a", 119.9) == 1
    assert flood.wait("a", 120) == 0

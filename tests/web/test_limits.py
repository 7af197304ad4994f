"""Attempts are counted together by all workers of a machine, and forgotten in time."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from engine.errors import Unavailable
from engine.model.attempts import Attempts, take
from web import attempts
from web.api import flood
from web.attempts import FILE, AttemptsFile

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
ATTEMPT = """
import sys
from pathlib import Path
from web.attempts import AttemptsFile
print(sum(AttemptsFile(Path(sys.argv[1])).acquire_entry("login/1", 10, 600) for _ in range(8)))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / FILE


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
    assert not AttemptsFile(path).acquire_entry("login/1", 10, 600)
    assert AttemptsFile(path).acquire_entry("login/2", 10, 600)


def test_the_window_moves_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = NOW
    monkeypatch.setattr(attempts, "system_clock", lambda: moment)
    file = AttemptsFile(path)
    assert file.check()
    assert file.acquire_entry("k", 2, 60)
    moment = NOW + timedelta(seconds=30)
    assert file.acquire_entry("k", 2, 60)
    assert not file.acquire_entry("k", 2, 60)
    assert file.get_moving_window("k", 2, 60) == (NOW.timestamp(), 2)
    moment = NOW + timedelta(seconds=60)
    assert file.acquire_entry("k", 2, 60)
    assert not file.acquire_entry("k", 2, 60)
    moment = NOW + timedelta(seconds=200)
    assert file.get_moving_window("k", 2, 60) == (moment.timestamp(), 0)


def test_it_forgets_when_told_to(path: Path) -> None:
    file = AttemptsFile(path)
    assert file.incr("k", 60, amount=3) == 3
    assert file.incr("other", 60) == 1
    assert file.get_expiry("k") > NOW.timestamp()
    file.clear("k")
    assert (file.get("k"), file.get("other")) == (0, 1)
    assert file.reset() == 1


def test_it_is_unavailable_where_attempts_cannot_be_counted(path: Path) -> None:
    path.write_text("This is no database. " * 500)
    file = AttemptsFile(path)
    assert not file.check()
    with pytest.raises(Unavailable, match=FILE):
        file.acquire_entry("k", 2, 60)


#: (earlier attempts, seconds of this one, whether it fits); two in a minute
ATTEMPTS = [
    ((), 0, True),
    ((0,), 1, True),
    ((0, 1), 2, False),
    ((0, 1), 60, True),
    ((0, 1), 59.5, False),
    ((500, 501), 0, True),  # of a clock that was wrong
    ((30, 31), 0, False),  # of a machine whose clock is a little ahead
]


@pytest.mark.parametrize(("earlier", "now", "fits"), ATTEMPTS)
def test_it_counts_the_last_minute(earlier: tuple[float, ...], now: float, fits: bool) -> None:
    noted = take(Attempts(earlier, 60), 2, 60, 1, now)
    assert (noted is not None) is fits
    if noted is not None:
        assert (noted.moments[-1], noted.until) == (now, now + 60)


def test_it_holds_off_a_flood_of_one_address() -> None:
    api = Flask("flooded")
    flood.install(api)
    api.add_url_rule("/", view_func=lambda: "here")
    client = api.test_client()
    answers = [client.get("/").status_code for _ in range(flood.LIMIT.amount)]
    assert set(answers) == {200}
    late = client.get("/")
    assert late.status_code == 429
    assert 50 <= int(late.headers["Retry-After"]) <= 60
    assert client.get("/", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200


def test_it_counts_a_window_at_a_time_and_forgets_what_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 100.0
    monkeypatch.setattr(flood, "monotonic", lambda: moment)
    counts = flood.Counts()
    assert [counts.incr("a", 60), counts.incr("a", 60), counts.incr("b", 60)] == [1, 2, 1]
    moment = 159.0
    assert (counts.incr("a", 60), counts.get("b")) == (3, 1)
    moment = 160.0
    assert (counts.get("a"), counts.get("b")) == (0, 0)
    assert counts.incr("a", 60) == 1
    assert counts.reset() == 1  # of those whose time was over, nothing is left

"""Attempts are counted together by all workers of a machine, and forgotten in time."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from web import limits
from web.limits import AttemptsFile

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
ATTEMPT = """
import sys
from web.limits import AttemptsFile
print(sum(AttemptsFile(sys.argv[1]).acquire_entry("login/1", 10, 600) for _ in range(8)))
"""


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return f"querela-file://{tmp_path / 'attempts.db'}"


def test_workers_count_together(uri: str) -> None:
    root = Path(__file__).resolve().parents[2]
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", ATTEMPT, uri], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root
        )
        for _ in range(3)
    ]
    said = [worker.communicate(timeout=60) for worker in workers]
    assert sum(int(out) for out, _ in said) == 10, said
    assert not AttemptsFile(uri).acquire_entry("login/1", 10, 600)
    assert AttemptsFile(uri).acquire_entry("login/2", 10, 600)


def test_the_window_moves_on(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = NOW
    monkeypatch.setattr(limits, "system_clock", lambda: moment)
    file = AttemptsFile(uri)
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


def test_it_forgets_when_told_to(uri: str) -> None:
    file = AttemptsFile(uri)
    assert file.incr("k", 60, amount=3) == 3
    assert file.incr("other", 60) == 1
    assert file.get_expiry("k") > NOW.timestamp()
    file.clear("k")
    assert (file.get("k"), file.get("other")) == (0, 1)
    assert file.reset() == 1

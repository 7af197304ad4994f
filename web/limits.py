"""Limits on attempts, in real time: doors that anybody may knock at.

They are counted in a file of the home, so that all workers of one machine count together.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage
from limits.storage.base import MovingWindowSupport

from engine.clock import system_clock
from web.gate import Querela

LOGIN = "10 per minute; 60 per hour"
COMPLAIN = "10 per minute; 60 per hour"
TRACK = "20 per minute; 120 per hour"
FILE = "attempts.db"
BUSY_SECONDS = 5

limiter = Limiter(key_func=get_remote_address, strategy="moving-window")


def posts_only() -> bool:
    """Looking costs nothing: only sending counts."""
    return request.method != "POST"


def install(app: Flask, enabled: bool) -> None:
    """Count attempts, unless a sandbox has switched that off."""
    home = cast(Querela, app.extensions["querela"]).config.home
    app.config["RATELIMIT_ENABLED"] = enabled
    app.config["RATELIMIT_STORAGE_URI"] = storage_uri(home, enabled)
    limiter.init_app(app)


def storage_uri(home: Path, enabled: bool) -> str:
    """Where attempts are counted: in the home's file, if they are counted at all."""
    return f"{AttemptsFile.SCHEME}://{home / FILE}" if enabled else "memory://"


class AttemptsFile(Storage, MovingWindowSupport):
    """Moments of attempts by key. Only the moving window is counted here; no other strategy is in use."""

    SCHEME = "querela-file"
    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the base class asks for a list

    def __init__(self, uri: str, wrap_exceptions: bool = False, **_options: float | str | bool) -> None:
        super().__init__(uri, wrap_exceptions)
        self._path = Path(uri.partition("://")[2])

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Whether `amount` more attempts fit into the last `expiry` seconds; then they are noted."""
        now = system_clock().timestamp()
        with self._writing() as attempts:
            attempts.execute("DELETE FROM attempts WHERE until <= ?", (now,))
            if self._since(attempts, key, now - expiry)[1] + amount > limit:
                return False
            rows = [(key, now, now + expiry)] * amount
            attempts.executemany("INSERT INTO attempts (key, at, until) VALUES (?, ?, ?)", rows)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the window's first attempt was, and how many it holds."""
        now = system_clock().timestamp()
        with self._writing() as attempts:
            first, number = self._since(attempts, key, now - expiry)
        return (now if first is None else first), min(number, limit)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Note attempts; answers how many there are now."""
        now = system_clock().timestamp()
        with self._writing() as attempts:
            rows = [(key, now, now + expiry)] * amount
            attempts.executemany("INSERT INTO attempts (key, at, until) VALUES (?, ?, ?)", rows)
            return self._since(attempts, key, 0)[1]

    def get(self, key: str) -> int:
        """How many attempts are noted."""
        with self._writing() as attempts:
            return self._since(attempts, key, 0)[1]

    def get_expiry(self, key: str) -> float:
        """When the last of them is forgotten."""
        with self._writing() as attempts:
            found = attempts.execute("SELECT max(until) FROM attempts WHERE key = ?", (key,)).fetchone()[0]
        return float(found) if found is not None else system_clock().timestamp()

    def check(self) -> bool:
        """Whether the file can be written."""
        try:
            with self._writing():
                return True
        except sqlite3.Error:
            return False

    def reset(self) -> int:
        """Forget everything; answers how many attempts that were."""
        with self._writing() as attempts:
            return attempts.execute("DELETE FROM attempts").rowcount

    def clear(self, key: str) -> None:
        """Forget the attempts of one key."""
        with self._writing() as attempts:
            attempts.execute("DELETE FROM attempts WHERE key = ?", (key,))

    @staticmethod
    def _since(attempts: sqlite3.Connection, key: str, moment: float) -> tuple[float | None, int]:
        wanted = "SELECT min(at), count(*) FROM attempts WHERE key = ? AND at > ?"
        first, number = attempts.execute(wanted, (key, moment)).fetchone()
        return first, number

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The file, alone in it. Opened for each attempt: workers fork, and attempts are few."""
        with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)) as attempts:
            attempts.execute("PRAGMA synchronous = OFF")  # what a loss of power forgets may be tried again
            attempts.execute("BEGIN IMMEDIATE")
            attempts.execute("CREATE TABLE IF NOT EXISTS attempts (key TEXT, at REAL, until REAL)")
            attempts.execute("CREATE INDEX IF NOT EXISTS attempts_key ON attempts (key, at)")
            attempts.execute("CREATE INDEX IF NOT EXISTS attempts_until ON attempts (until)")
            yield attempts
            attempts.execute("COMMIT")

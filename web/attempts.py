"""Where attempts are counted: in a file of the home."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from engine.clock import system_clock
from engine.model.attempts import Limit, longest, take
from web.gate import Querela

FILE = "attempts.db"
BUSY_SECONDS = 5


class Attempts(Protocol):
    """Attempts by key."""

    def take(self, key: str, limits: Sequence[Limit]) -> float:
        """Note an attempt; answers 0, or the seconds to wait where a limit is reached."""


class AttemptsFile:
    """Beside the embedded database, so that a flood of attempts keeps no work waiting: all who serve from
    one home count together."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def take(self, key: str, limits: Sequence[Limit]) -> float:
        now = system_clock().timestamp()
        with self._writing() as attempts:
            found = attempts.execute("SELECT moments FROM knocks WHERE key = ?", (key,)).fetchone()
            moments, wait = take(json.loads(found[0]) if found else [], limits, now)
            if not wait:
                attempts.execute("DELETE FROM knocks WHERE until <= ?", (now,))
                row = (key, json.dumps(moments), now + longest(limits))
                attempts.execute("INSERT OR REPLACE INTO knocks (key, moments, until) VALUES (?, ?, ?)", row)
        return wait

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The file, alone in it. Opened for each attempt: workers fork, and attempts are few."""
        with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)) as attempts:
            attempts.execute("PRAGMA synchronous = OFF")  # what a loss of power forgets may be tried again
            attempts.execute("BEGIN IMMEDIATE")
            attempts.execute(
                "CREATE TABLE IF NOT EXISTS knocks (key TEXT PRIMARY KEY, moments TEXT, until REAL)"
            )
            attempts.execute("CREATE INDEX IF NOT EXISTS knocks_until ON knocks (until)")
            yield attempts
            attempts.execute("COMMIT")


def attempts_of(querela: Querela) -> Attempts:
    """Where this installation counts."""
    return AttemptsFile(querela.config.home / FILE)

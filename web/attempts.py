"""Where attempts are counted: in a file of the home, or in the database that several machines share.

Only the moving window of `limits` is counted here; no other strategy is in use.
"""

import sqlite3
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from limits.storage import Storage
from limits.storage.base import MovingWindowSupport

from engine.clock import system_clock
from engine.commands.attempts import ForgetAttempts, TakeAttempts
from engine.errors import EngineError, Unavailable
from engine.model.attempts import Attempts, as_text, of_text, take
from engine.queries.attempts import KnownAttempts
from web.gate import Querela

FILE = "attempts.db"
BUSY_SECONDS = 5
UNLIMITED = 10**9


class CountedAttempts(Storage, MovingWindowSupport):
    """What `limits` asks of a storage, by three deeds of whoever keeps the attempts."""

    STORAGE_SCHEME: list[str] = []  # noqa: RUF012 - the base class asks for a list; none is found by an address

    @property
    def base_exceptions(self) -> type[Exception]:
        return EngineError

    @abstractmethod
    def take(self, key: str, most: int, span: float, amount: int) -> bool:
        """Whether so many more attempts fit into the last `span` seconds; then they are noted."""

    @abstractmethod
    def known(self, key: str) -> Attempts:
        """What is noted of a key."""

    @abstractmethod
    def forget(self, key: str | None) -> int:
        """Forget a key, None: all; answers how many there were."""

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        return self.take(key, limit, expiry, amount)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        now = system_clock().timestamp()
        counted = self.known(key).within(expiry, now)
        return (counted[0] if counted else now), min(len(counted), limit)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        self.take(key, UNLIMITED, expiry, amount)
        return self.get(key)

    def get(self, key: str) -> int:
        return len(self.known(key).moments)

    def get_expiry(self, key: str) -> float:
        return self.known(key).until or system_clock().timestamp()

    def check(self) -> bool:
        try:
            self.known("")
        except self.base_exceptions:
            return False
        return True

    def reset(self) -> int:
        return self.forget(None)

    def clear(self, key: str) -> None:
        self.forget(key)


class AttemptsFile(CountedAttempts):
    """Beside the embedded database, so that a flood of attempts keeps no work waiting: all who serve from
    one home count together."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def take(self, key: str, most: int, span: float, amount: int) -> bool:
        now = system_clock().timestamp()
        with self._writing() as knocks:
            noted = take(_known(knocks, key), most, span, amount, now)
            if noted is None:
                return False
            knocks.execute("DELETE FROM knocks WHERE until <= ?", (now,))
            row = (key, as_text(noted.moments), noted.until)
            knocks.execute("INSERT OR REPLACE INTO knocks (key, moments, until) VALUES (?, ?, ?)", row)
            return True

    def known(self, key: str) -> Attempts:
        with self._writing() as knocks:
            return _known(knocks, key)

    def forget(self, key: str | None) -> int:
        with self._writing() as knocks:
            return knocks.execute("DELETE FROM knocks WHERE ? IS NULL OR key = ?", (key, key)).rowcount

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The file, alone in it. Opened for each attempt: workers fork, and attempts are few.

        Raises Unavailable: it is full, busy or damaged; then nobody is let in uncounted.
        """
        try:
            with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)) as knocks:
                knocks.execute("PRAGMA synchronous = OFF")  # what a loss of power forgets may be tried again
                knocks.execute("BEGIN IMMEDIATE")
                knocks.execute(
                    "CREATE TABLE IF NOT EXISTS knocks (key TEXT PRIMARY KEY, moments TEXT, until REAL)"
                )
                knocks.execute("CREATE INDEX IF NOT EXISTS knocks_until ON knocks (until)")
                yield knocks
                knocks.execute("COMMIT")
        except sqlite3.Error as wrong:
            raise Unavailable(f"Attempts cannot be counted in {FILE}: {wrong}") from wrong


class AttemptsTogether(CountedAttempts):
    """In the database: all machines that serve from it count together."""

    def __init__(self, querela: Querela) -> None:
        super().__init__()
        self._querela = querela

    def take(self, key: str, most: int, span: float, amount: int) -> bool:
        return self._querela.do(TakeAttempts(key, most, span, amount))

    def known(self, key: str) -> Attempts:
        return self._querela.ask(KnownAttempts(key))

    def forget(self, key: str | None) -> int:
        return self._querela.do(ForgetAttempts(key))


def _known(knocks: sqlite3.Connection, key: str) -> Attempts:
    row = knocks.execute("SELECT moments, until FROM knocks WHERE key = ?", (key,)).fetchone()
    return Attempts(of_text(row[0]), row[1]) if row else Attempts()


def storage_of(querela: Querela) -> CountedAttempts:
    """Where this installation counts."""
    if querela.config.database_url.startswith("sqlite"):
        return AttemptsFile(querela.config.home / FILE)
    return AttemptsTogether(querela)

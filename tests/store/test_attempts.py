"""Attempts at open doors, counted in the database."""

from concurrent.futures import ThreadPoolExecutor

from engine.store import SqlStore
from tests.store.samples import START, hours

MINUTE = 60.0


def test_it_counts_the_last_minute(store: SqlStore) -> None:
    with store.begin() as unit:
        tries = [unit.attempts.take("login", 2, MINUTE, 1, START) for _ in range(3)]
        assert tries == [True, True, False]
        assert unit.attempts.take("track", 2, MINUTE, 2, START)
        assert unit.attempts.known("login").moments == (START.timestamp(),) * 2
        assert unit.attempts.known("login").until == START.timestamp() + MINUTE
    with store.begin() as unit:
        assert unit.attempts.take("login", 2, MINUTE, 1, hours(1))
        assert unit.attempts.known("login").moments == (hours(1).timestamp(),)
        assert unit.attempts.known("track").moments == ()  # cleared away by another's attempt


def test_it_forgets_when_told_to(store: SqlStore) -> None:
    with store.begin() as unit:
        for key in ("login", "track", "complain"):
            unit.attempts.take(key, 2, MINUTE, 1, START)
        assert unit.attempts.forget("login") == 1
        assert unit.attempts.known("login").moments == ()
        assert unit.attempts.forget(None) == 2


def test_it_counts_those_who_knock_at_once_one_after_the_other(store: SqlStore) -> None:
    def knock(_number: int) -> bool:
        with store.begin() as unit:
            return unit.attempts.take("login", 10, MINUTE, 1, START)

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(knock, range(40))) == 10

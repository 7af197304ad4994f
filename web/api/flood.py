"""A flood of requests is held off before anything is read; each worker counts for itself, in memory."""

from threading import Lock

from flask import Flask
from limits import parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from engine.clock import monotonic, system_clock
from web.proxies import household

LIMIT = parse("600 per minute")
"""Requests of one address."""


def install(api: Flask) -> None:
    """Count every request, before any other hook. Raises TooManyRequests where it is one too many."""
    limiter = FixedWindowRateLimiter(Counts())

    @api.before_request
    def hold_off() -> None:
        who = household()
        if not limiter.hit(LIMIT, who):
            wait = limiter.get_window_stats(LIMIT, who).reset_time - system_clock().timestamp()
            raise TooManyRequests(retry_after=max(1, round(wait)))


class Counts(Storage):
    """Counts by key until each window ends. The library's own memory starts a thread at many requests."""

    STORAGE_SCHEME: list[str] = []  # noqa: RUF012 - the base class asks for a list; none is found by an address

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, tuple[int, float]] = {}  #: count, and monotonic seconds at which it ends
        self._sweep_at = 0.0
        self._turns = Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        return KeyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = monotonic()
        with self._turns:
            if now >= self._sweep_at:
                self._kept = {k: kept for k, kept in self._kept.items() if kept[1] > now}
                self._sweep_at = now + expiry
            count, until = self._kept.get(key, (0, 0.0))
            if until <= now:
                count, until = 0, now + expiry
            self._kept[key] = (count + amount, until)
        return count + amount

    def get(self, key: str) -> int:
        count, until = self._kept.get(key, (0, 0.0))
        return count if until > monotonic() else 0

    def get_expiry(self, key: str) -> float:
        left = self._kept.get(key, (0, 0.0))[1] - monotonic()
        return system_clock().timestamp() + max(0.0, left)

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._turns:
            number = len(self._kept)
            self._kept.clear()
        return number

    def clear(self, key: str) -> None:
        with self._turns:
            self._kept.pop(key, None)

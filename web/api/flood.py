"""A flood of requests is held off before anything is read; each worker counts for itself, in memory."""

from collections import Counter
from threading import Lock

from flask import Flask, request
from werkzeug.exceptions import TooManyRequests

from engine.clock import monotonic

MOST = 600
"""Requests of one address in a minute."""
SECONDS = 60


class Flood:
    """Requests by address in the present minute; the minute that has passed is forgotten whole."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._minute = 0
        self._seen: Counter[str] = Counter()
        self._turns = Lock()

    def wait(self, address: str, at: float) -> int:
        """Count a request; 0, or the seconds until this address is heard again. `at`: monotonic seconds."""
        minute = int(at // SECONDS)
        with self._turns:
            if minute != self._minute:
                self._minute, self._seen = minute, Counter()
            self._seen[address] += 1
            over = self._seen[address] > self._most
        return SECONDS - int(at % SECONDS) if over else 0


def install(api: Flask) -> None:
    """Count every request, before any other hook. Raises TooManyRequests where it is one too many."""
    flood = Flood()

    @api.before_request
    def hold_off() -> None:
        wait = flood.wait(request.remote_addr or "", monotonic())
        if wait:
            raise TooManyRequests(retry_after=wait)

"""A flood of requests is held off before anything is read; each worker counts for itself, in memory."""

from flask import Flask, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

LIMIT = parse("600 per minute")
"""Requests of one address."""


def install(api: Flask) -> None:
    """Count every request, before any other hook. Raises TooManyRequests where it is one too many."""
    limiter = FixedWindowRateLimiter(MemoryStorage())

    @api.before_request
    def hold_off() -> None:
        if not limiter.hit(LIMIT, request.remote_addr or ""):
            raise TooManyRequests(retry_after=LIMIT.get_expiry())

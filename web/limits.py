"""Limits on attempts, in real time: doors that anybody may knock at."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, current_app, request
from limits import parse_many
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from engine.clock import system_clock
from web.attempts import storage_of
from web.gate import Querela
from web.proxies import household

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

LOGIN = "10 per minute; 60 per hour"
COMPLAIN = "10 per minute; 60 per hour"
TRACK = "20 per minute; 120 per hour"
LODGE = "30 per minute"
"""Complaints through the API without a token."""


def install(app: Flask) -> None:
    """Count attempts, unless a sandbox has switched that off."""
    querela = cast(Querela, app.extensions["querela"])
    counting = querela.config.rate_limits
    app.extensions["limiter"] = MovingWindowRateLimiter(storage_of(querela)) if counting else None


def looks_only() -> bool:
    """Looking costs nothing: only sending counts."""
    return request.method != "POST"


def limited(
    limits: str, *, unless: Callable[[], bool] = lambda: False
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Turn away whoever sends to this view too often from one address; `unless` says what does not count."""
    items = parse_many(limits)

    def around(view: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        @wraps(view)
        def counted(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            limiter: MovingWindowRateLimiter | None = current_app.extensions["limiter"]
            if limiter is None or unless():
                return view(*args, **kwargs)
            who = _who()
            for item in items:
                if not limiter.hit(item, who):
                    wait = limiter.get_window_stats(item, who).reset_time - system_clock().timestamp()
                    raise TooManyRequests(retry_after=max(1, round(wait)))
            return view(*args, **kwargs)

        return counted

    return around


def _who() -> str:
    """Door and address, hashed: addresses of people are not kept."""
    secrets = cast(Querela, current_app.extensions["querela"]).secrets
    return secrets.hash_address(f"{request.endpoint} {household()}")

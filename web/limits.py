"""Limits on attempts, in real time: doors that anybody may knock at."""

import math
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, current_app, request
from werkzeug.exceptions import TooManyRequests

from engine.model.attempts import Limit
from web.attempts import Attempts, attempts_of
from web.gate import Querela

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

LOGIN = (Limit(10, _MINUTE), Limit(60, _HOUR))
COMPLAIN = (Limit(10, _MINUTE), Limit(60, _HOUR))
TRACK = (Limit(20, _MINUTE), Limit(120, _HOUR))
LODGE = (Limit(30, _MINUTE),)
"""Complaints through the API without a token."""


def install(app: Flask) -> None:
    """Count attempts, unless a sandbox has switched that off."""
    querela = cast(Querela, app.extensions["querela"])
    app.extensions["attempts"] = attempts_of(querela) if querela.config.rate_limits else None


def looks_only() -> bool:
    """Looking costs nothing: only sending counts."""
    return request.method != "POST"


def limited(
    limits: Sequence[Limit], *, unless: Callable[[], bool] = lambda: False
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Turn away whoever sends to this view too often from one address; `unless` says what does not count."""

    def around(view: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        @wraps(view)
        def counted(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            if not unless():
                require_room(limits)
            return view(*args, **kwargs)

        return counted

    return around


def require_room(limits: Sequence[Limit]) -> None:
    """Note an attempt of this address at this endpoint. Raises TooManyRequests."""
    attempts: Attempts | None = current_app.extensions["attempts"]
    if attempts is None:
        return
    secrets = cast(Querela, current_app.extensions["querela"]).secrets
    wait = attempts.take(secrets.hash_address(f"{request.endpoint} {request.remote_addr}"), limits)
    if wait:
        raise TooManyRequests(retry_after=math.ceil(wait))

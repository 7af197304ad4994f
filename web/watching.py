"""Each request has an id, a line, a count, and a span where a collector is configured."""

import re
import secrets
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from werkzeug.datastructures import EnvironHeaders

from engine.clock import monotonic
from engine.logs import logger, within
from engine.watching import Watch
from engine.watching.watch import in_ms

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ID = "X-Request-Id"
ROUTE = "querela.route"
"""Where the request's rule stands in its environment, once it is found."""
NO_ROUTE = "(none)"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET = frozenset({"/healthz", "/readyz", "/metrics", "/static/<path:filename>"})
"""Asked for so often, and telling so little, that a line is written only where something is wrong."""
_GIVEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

_log = logger("http")


def note_route(app: Flask) -> None:
    """Let the watcher know by which rule a request is answered: its address may name a case."""

    @app.before_request
    def note() -> None:
        if request.url_rule is not None:
            request.environ[ROUTE] = request.root_path.rstrip("/") + request.url_rule.rule


class Watched:
    """The application, with somebody who looks on."""

    def __init__(self, app: "WSGIApplication", watch: Watch) -> None:
        self._app = app
        self._watch = watch

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "other"
        spans = self._watch.spans
        begun = nullcontext() if spans is None else spans.request(method, _headers(environ))
        with within(request=request_id), begun as span:
            answered = _Answered(start_response, request_id)
            started = monotonic()
            try:
                return self._app(environ, answered)
            finally:
                route = environ.get(ROUTE, NO_ROUTE)
                self._tell(method, route, answered.status, monotonic() - started)
                if span is not None:
                    span.update_name(f"{method} {route}")
                    span.set_attribute("http.route", route)
                    span.set_attribute("http.response.status_code", answered.status)

    def _tell(self, method: str, route: str, status: int, seconds: float) -> None:
        self._watch.figures.request(method, route, status, seconds)
        if route in QUIET and status < 400:
            return
        write = _log.error if status >= 500 else _log.info
        write("request", method=method, route=route, status=status, duration_ms=in_ms(seconds))


class _Answered:
    """Passes the answer's head on, with the request's id, and keeps its status; 500 until there is one."""

    def __init__(self, start_response: "StartResponse", request_id: str) -> None:
        self._start_response = start_response
        self._id = request_id
        self.status = 500

    def __call__(self, status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
        self.status = int(status[:3])
        return self._start_response(status, [*headers, (ID, self._id)], *more)


def _headers(environ: "WSGIEnvironment") -> dict[str, str]:
    """The request's headers by their names in small letters."""
    return {name.lower(): value for name, value in EnvironHeaders(environ).items()}

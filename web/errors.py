"""What an error becomes: one table from the engine's errors to HTTP, as a page or as a problem document."""

import html
from typing import NamedTuple

from flask import Flask, Response, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from engine.clock import system_clock
from engine.errors import (
    BadConfiguration,
    Broken,
    ConcurrentChange,
    DiagramError,
    EngineError,
    InDoubt,
    InvalidForm,
    InvalidInput,
    NotAllowed,
    NotFound,
    Refused,
    Unavailable,
    WrongState,
)
from engine.logs import fault, logger
from web import late
from web.assets import AssetsMissing
from web.gate import actor
from web.lost import lost, typed_texts
from web.texts import _
from web.watching import NO_ROUTE, ROUTE

_log = logger("web")


class Shown(NamedTuple):
    """How an error is shown."""

    status: int
    title: str


TABLE: dict[type[EngineError], Shown] = {
    InvalidForm: Shown(422, "Some answers need another look"),
    InvalidInput: Shown(422, "This cannot be done as asked"),
    NotFound: Shown(404, "There is nothing here"),
    NotAllowed: Shown(403, "This is not for you"),
    WrongState: Shown(409, "This can no longer be done"),
    ConcurrentChange: Shown(409, "Somebody else was faster"),
    Refused: Shown(422, "This cannot be done"),
    DiagramError: Shown(422, "This diagram cannot be used as it is"),
    InDoubt: Shown(503, "Please look whether this was done"),
    Unavailable: Shown(503, "Please try again in a moment"),
    BadConfiguration: Shown(503, "Querela is not set up properly"),
    Broken: Shown(500, "Stored data cannot be read"),
    EngineError: Shown(500, "Something went wrong"),
}
"""Every kind of error that the engine raises on purpose; the nearest kind counts."""

RETRY_AFTER = 5
"""Seconds after which a database that did not answer may do so."""

AWAY = "Our database cannot be reached just now. Nothing has been changed: send this again in a moment."
DOUBT = (
    "Our database was lost just when it kept this. It was done whole, or not at all: "
    "look before you send it again."
)

HTTP_TITLES = {
    400: "This request cannot be read",
    401: "Please sign in",
    403: "This is not for you",
    404: "There is nothing here",
    405: "This cannot be done here",
    413: "This is too large",
    429: "Too many attempts",
    503: "Not ready yet",
}

HTTP_DETAILS = {
    404: "The address may be mistyped, or the page has moved.",
    405: "Go back and use the buttons on the page.",
    413: "Files of up to 20 MB can be added, 50 MB at once.",
    429: "Wait a minute, then try again.",
}


def shown(error: EngineError) -> Shown:
    """Status and title of an error, by its nearest kind in the table."""
    return next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)


def wants_problem() -> bool:
    """Whether the answer goes to a program: everything under /api."""
    return request.path.startswith("/api/")


def problem(status: int, title: str, detail: str, **more: object) -> Response:
    """An RFC 9457 problem document."""
    response = jsonify({"type": "about:blank", "title": title, "status": status, "detail": detail, **more})
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def install(app: Flask) -> None:
    """Answer every error in words."""
    app.register_error_handler(EngineError, answer_engine_error)
    app.register_error_handler(CSRFError, answer_stale_page)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(AssetsMissing, answer_missing_assets)
    if not app.debug and not app.testing:
        app.register_error_handler(Exception, answer_unexpected)


def told(error: Unavailable) -> str:
    """What people are told of a database that does not answer; what it said itself is for the log."""
    return DOUBT if isinstance(error, InDoubt) else AWAY


def answer_engine_error(error: EngineError) -> ResponseReturnValue:
    status, title = shown(error)
    if status >= 500:
        _log.error("request failed", route=request.environ.get(ROUTE, NO_ROUTE), **fault(error))
    if isinstance(error, Unavailable):
        return answer_unavailable(title, told(error))
    if wants_problem():
        more = {"errors": error.errors} if isinstance(error, InvalidForm) else {}
        return problem(status, title, str(error), **more)
    details = list(error.errors.values()) if isinstance(error, InvalidForm) else []
    detail = late.told(error, actor().login) if isinstance(error, Refused) else str(error)
    return page(status, title, detail, details)


def answer_unavailable(title: str, detail: str) -> ResponseReturnValue:
    """A page that asks the database nothing; what was typed is shown on it."""
    g.away = True
    g.setdefault("now", system_clock())
    if wants_problem():
        answer = problem(503, title, detail)
    else:
        answer = lost(503, title, detail) if typed_texts() else page(503, title, detail)
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def answer_stale_page(_error: CSRFError) -> ResponseReturnValue:
    title = _("This page is no longer valid")
    detail = _("Your session has ended, or cookies are switched off. Load the page anew and send it again.")
    return lost(400, title, detail) if typed_texts() else page(400, title, detail)


def answer_http_error(error: HTTPException) -> ResponseReturnValue:
    response = error.get_response()
    if isinstance(response, Response) and 300 <= response.status_code < 400:
        return response
    status = error.code or 500
    title = HTTP_TITLES.get(status, "Something went wrong")
    detail = HTTP_DETAILS.get(status, "") if status in HTTP_DETAILS else (error.description or "")
    answer = problem(status, title, detail) if wants_problem() else page(status, title, detail)
    if isinstance(error, TooManyRequests):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def answer_unexpected(error: Exception) -> ResponseReturnValue:
    _log.exception("unexpected error", route=request.environ.get(ROUTE, NO_ROUTE), **fault(error))
    detail = _("It has been written to the log. Nothing was changed by this request.")
    if wants_problem():
        return problem(500, "Something went wrong", detail)
    return page(500, _("Something went wrong"), detail)


def answer_missing_assets(error: AssetsMissing) -> ResponseReturnValue:
    """A page that needs no bundles itself."""
    title = _("Querela is not ready yet")
    head = f'<meta charset="utf-8"><title>{html.escape(title)} – Querela</title>'
    text = f"<h1>{html.escape(title)}</h1><p>{html.escape(str(error))}</p>"
    body = f'<!doctype html><html lang="en"><head>{head}</head><body>{text}</body></html>'
    return Response(body, status=503, mimetype="text/html")


def page(status: int, title: str, detail: str, details: list[str] | None = None) -> Response:
    """A page that says what happened and where to go on."""
    text = render_template("error.html", status=status, title=_(title), detail=detail, details=details or [])
    return Response(text, status=status, mimetype="text/html")

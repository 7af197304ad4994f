"""Errors of the API as problem documents (RFC 9457)."""

from dataclasses import asdict

from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import Response, g, request
from werkzeug.exceptions import HTTPException, TooManyRequests

from engine.errors import DiagramError, EngineError, InvalidForm, Refused, Unavailable
from engine.feel import FeelError
from engine.logs import fault, logger
from engine.model.work import Standing
from engine.queries.plain import plain
from web import late
from web.errors import HTTP_TITLES, RETRY_AFTER, problem, shown, told
from web.watching import NO_ROUTE, ROUTE

_log = logger("api")

DETAILS = {
    404: "There is nothing at this address.",
    405: "This address takes other methods.",
    413: "A JSON body takes at most 2 MB, a file at most 20 MB.",
    429: "Wait a minute, then try again.",
}
"""What to say of errors that the framework finds."""


class Unauthorised(Exception):
    """No token, or one that does not hold."""


class BadRequest(Exception):
    """The body or a parameter cannot be read; the text says which."""


def install(api: APIFlask) -> None:
    """Answer every error as a problem document."""
    api.register_error_handler(EngineError, _engine_error)
    api.register_error_handler(FeelError, _bad_value)
    api.register_error_handler(Unauthorised, _unauthorised)
    api.register_error_handler(BadRequest, _bad_request)
    api.register_error_handler(HTTPException, _http_error)
    api.register_error_handler(HTTPError, _input_error)
    api.register_error_handler(Exception, _unexpected)


def _engine_error(error: EngineError) -> Response:
    status, title = shown(error)
    if status >= 500:
        _log.error("request failed", route=request.environ.get(ROUTE, NO_ROUTE), **fault(error))
    if isinstance(error, Unavailable):
        answer = problem(status, title, told(error))
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer
    if isinstance(error, Refused) and error.standing is not None:
        return problem(
            status, title, late.told(error, g.caller.login, dated=True), task=_task(error.standing)
        )
    if isinstance(error, InvalidForm):
        return problem(status, title, str(error), errors=error.errors)
    if isinstance(error, DiagramError):
        return problem(status, title, str(error), findings=[f.sentence() for f in error.findings])
    return problem(status, title, str(error))


def _task(standing: Standing) -> object:
    return plain(asdict(standing))


def _bad_value(error: FeelError) -> Response:
    return problem(422, "This cannot be done as asked", str(error))


def _unauthorised(_error: Unauthorised) -> Response:
    answer = problem(401, "Please sign in", "Send “Authorization: Bearer TOKEN” with a token that holds.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _bad_request(error: BadRequest) -> Response:
    return problem(400, "This request cannot be read", str(error))


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    answer = _titled(status, DETAILS.get(status) or error.description or error.name)
    methods = getattr(error, "valid_methods", None)
    if methods:
        answer.headers["Allow"] = ", ".join(methods)
    if isinstance(error, TooManyRequests):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _input_error(error: HTTPError) -> Response:
    return _titled(error.status_code, error.message or "")


def _titled(status: int, detail: str) -> Response:
    return problem(status, HTTP_TITLES.get(status, "This request cannot be read"), detail)


def _unexpected(error: Exception) -> Response:
    _log.exception("unexpected error", route=request.environ.get(ROUTE, NO_ROUTE), **fault(error))
    return problem(500, "Something went wrong", "It has been written to the log. Nothing was changed.")

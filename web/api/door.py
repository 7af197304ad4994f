"""Who calls, what the body says, and how an answer is written."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TypeVar, cast

from flask import Response, current_app, g, request

from engine.commands.once import Once
from engine.feel import FeelError
from engine.feel.wire import loads
from engine.model.people import PUBLIC, Actor
from engine.model.request import Command, Query
from engine.ports.reads import Page
from engine.queries.plain import as_json
from engine.queries.sign_in import BearerOf
from web.api.faults import BadRequest, Unauthorised
from web.gate import Querela
from web.proxies import from_this_machine

Answer = TypeVar("Answer")
Item = TypeVar("Item")
MOST = 200
"""Items of one page."""
MAX_JSON = 2 * 1024 * 1024
"""Bytes of a JSON body; files may be larger."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNT = re.compile(r"[0-9]{1,3}")


def querela() -> Querela:
    """The application that this API belongs to."""
    return cast(Querela, current_app.extensions["querela"])


def has_token() -> bool:
    """Whether the request brings a token, good or not."""
    return _token() is not None


def _token() -> str | None:
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


OPEN = frozenset({"complaints.lodge", "openapi.spec"})
"""What anybody may call without a token."""


def require_token() -> None:
    """Know the caller before anything is read. Raises Unauthorised."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = MAX_JSON
    known = request.endpoint is not None and request.endpoint not in OPEN
    g.caller = _of_token() if known or has_token() else PUBLIC


def caller() -> Actor:
    """Who calls: the person whose token it is, or the public where no token is needed."""
    return cast(Actor, g.caller)


def _of_token() -> Actor:
    token = _token()
    person = querela().ask(BearerOf(token, loopback=from_this_machine())) if token else None
    if person is None:
        raise Unauthorised
    return Actor.of(person)


def ask(query: Query[Answer]) -> Answer:
    """Look something up as the caller. Raises Refused."""
    return querela().ask(query, caller())


def do(
    command: Command[Answer],
    render: Callable[[Answer], object],
    *,
    status: int = 200,
) -> Response:
    """Carry out a command as the caller and answer what `render` makes of it; once for an Idempotency-Key."""
    actor = caller()
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return answer(render(querela().do(command, actor)), status)
    if not 1 <= len(key) <= 200:
        raise BadRequest("An Idempotency-Key has 1 to 200 characters.")
    once = Once(command, lambda found: as_json(render(found)).encode(), _caller(actor), key, _fingerprint())
    return _response(querela().do(once, actor), status)


def answer(value: object, status: int = 200) -> Response:
    """A JSON answer."""
    return _response(as_json(value).encode(), status)


def page(found: Page[Item], render: Callable[[Item], object]) -> Response:
    """A part of a list, and the cursor of the next."""
    return answer({"items": [render(item) for item in found.items], "next": found.next})


def body() -> Mapping[str, object]:
    """The request's JSON object as FEEL values, numbers read exactly; no body is an empty one.

    Raises:
        BadRequest: it is no JSON object, or a typed value in it cannot be read.
    """
    if "body" not in g:
        g.body = _read_body()
    return cast(Mapping[str, object], g.body)


def _read_body() -> Mapping[str, object]:
    try:
        found = loads(request.get_data().decode("utf-8") or "{}")
    except UnicodeDecodeError as wrong:
        raise BadRequest("The body is not JSON: it is no UTF-8.") from wrong
    except FeelError as wrong:
        raise BadRequest(str(wrong)) from wrong
    if not isinstance(found, dict):
        raise BadRequest("The body is not a JSON object.")
    return found


def values_of(name: str) -> Mapping[str, object]:
    """An object of the body; none is an empty one. Raises BadRequest."""
    values = body().get(name)
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise BadRequest(f"“{name}” is not a JSON object.")
    return values


def text(name: str, *, needed: bool = False) -> str:
    """A text of the body. Raises BadRequest when it is something else, or needed and missing."""
    value = body().get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value.strip()):
        raise BadRequest(f"“{name}” is needed, as a text." if needed else f"“{name}” is a text.")
    return value


def moment(name: str) -> datetime:
    """A moment of the body. Raises BadRequest when it is missing or has no zone."""
    return read_moment(name, text(name, needed=True))


def read_moment(name: str, value: str) -> datetime:
    """A moment from ISO 8601; a day is its beginning in the organisation's zone. Raises BadRequest."""
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=querela().config.zone)).astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        raise BadRequest(f"“{name}” is not a moment such as 2026-03-31T09:00:00Z.") from wrong


def read_end(name: str, value: str) -> datetime:
    """The moment up to which something lasts: a moment itself, or the end of a day. Raises BadRequest."""
    start = read_moment(name, value)
    if not _DAY.fullmatch(value):
        return start
    try:
        return read_moment(name, (date.fromisoformat(value) + timedelta(days=1)).isoformat())
    except OverflowError as wrong:
        raise BadRequest(f"“{name}” is not a day such as 2026-03-31.") from wrong


def one_of(name: str, *choices: str) -> str | None:
    """A query parameter that takes one of these; None where it is not given. Raises BadRequest."""
    value = request.args.get(name) or None
    if value is not None and value not in choices:
        raise BadRequest(f"“{name}” is {' or '.join(choices)}.")
    return value


def limit() -> int:
    """How many items are asked for, 1 to 200. Raises BadRequest."""
    value = request.args.get("limit", "50")
    if not _COUNT.fullmatch(value) or not 1 <= int(value) <= MOST:
        raise BadRequest(f"“limit” is a number from 1 to {MOST}.")
    return int(value)


def _caller(actor: Actor) -> str:
    return actor.login if actor is not PUBLIC else f"public {request.remote_addr}"


def _fingerprint() -> str:
    """What the request asks for: its path, its body, its files."""
    total = sha256(request.path.encode() + b"\0")
    if request.mimetype == "multipart/form-data":
        for name, entry in request.form.items(multi=True):
            total.update(f"{name}\0{entry}\0".encode())
        for name, file in request.files.items(multi=True):
            total.update(f"{name}\0{file.filename}\0".encode())
            total.update(file.stream.read())
            file.stream.seek(0)
    else:
        total.update(request.get_data())
    return total.hexdigest()


def _response(data: bytes, status: int) -> Response:
    return Response(data, status=status, mimetype="application/json")

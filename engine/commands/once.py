"""Answer a request that is sent twice as the first time; the answer is kept in the command's transaction.

A refusal is an answer too. What it refused is rolled back, so it is kept in a transaction of its own; one
that was lost by a crash between the two is simply found anew. Losing a race, and what nobody decided (too
many requests, no token, damage), is no answer: the next try may fare better.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.desk import Desk
from engine.errors import (
    ConcurrentChange,
    DiagramError,
    EngineError,
    InvalidForm,
    InvalidInput,
    NotAllowed,
    NotFound,
    Refused,
    WrongState,
)
from engine.model.findings import Finding, Severity
from engine.model.request import Command
from engine.model.work import Standing, WorkItemState

KEPT = timedelta(hours=24)
REFUSED = b"\0"
"""Begins what is kept of a refusal; answers are JSON and do not begin so."""
FINAL: Mapping[str, type[Refused]] = {
    kind.__name__: kind for kind in (InvalidForm, InvalidInput, NotAllowed, NotFound, WrongState)
}
"""Refusals that are kept, beside a package's findings."""
Handlers = Mapping[type, Callable[[Any, Desk], Any]]


@dataclass(frozen=True)
class Once(Command[bytes]):
    """`command`, once for each `key` of `caller`; `render` turns its answer into what is kept."""

    command: Command[Any]
    render: Callable[[Any], bytes]
    caller: str
    key: str
    fingerprint: str  #: of path and body


@dataclass(frozen=True)
class KeepRefusal(Command[None]):
    """Answer this request with this refusal from now on."""

    request: Once
    refused: EngineError


def keep_refusal(command: KeepRefusal, desk: Desk) -> None:
    """Kept beside the answers; an answer that is there already stays."""
    request, refused = command.request, command.refused
    kind = type(refused).__name__
    if kind not in FINAL and not isinstance(refused, DiagramError):
        return
    errors = refused.errors if isinstance(refused, InvalidForm) else {}
    findings = [asdict(each) for each in refused.findings] if isinstance(refused, DiagramError) else []
    told = {"kind": kind, "text": str(refused), "errors": errors, "findings": findings}
    if isinstance(refused, Refused) and refused.standing is not None:
        told["standing"] = asdict(refused.standing)
    sealed = desk.services.secrets.seal(REFUSED + json.dumps(told, default=datetime.isoformat).encode())
    desk.unit.answers.forget_before(desk.real_now - KEPT)  # what expired was rolled back into its place
    desk.unit.answers.add(request.caller, request.key, request.fingerprint, sealed, desk.real_now)


def _answered(kept: bytes) -> bytes:
    """What was answered the first time. Raises what was refused."""
    if not kept.startswith(REFUSED):
        return kept
    told = json.loads(kept.removeprefix(REFUSED))
    if told["kind"] == InvalidForm.__name__:
        raise InvalidForm(told["errors"], told["text"])
    if told["kind"] == DiagramError.__name__:
        rows = told["findings"]
        raise DiagramError([Finding(**{**row, "severity": Severity(row["severity"])}) for row in rows])
    refused = FINAL[told["kind"]](told["text"])
    refused.standing = _standing(told.get("standing"))
    raise refused


def _standing(told: Mapping[str, Any] | None) -> Standing | None:
    if told is None:
        return None
    closed_at = told["closed_at"] and datetime.fromisoformat(told["closed_at"])
    return Standing(**{**told, "state": WorkItemState(told["state"]), "closed_at": closed_at})


def once(handlers: Handlers) -> Callable[[Once, Desk], bytes]:
    """The handler, over the table of all others."""

    def handle(request: Once, desk: Desk) -> bytes:
        """The rendered answer: the first one again where the same request was here before.

        Raises:
            InvalidInput: the key was used for another request.
            Refused, DiagramError: as it was the first time.
            ConcurrentChange: the same request is just being carried out.
        """
        answers, secrets = desk.unit.answers, desk.services.secrets
        answers.forget_before(desk.real_now - KEPT)
        known = answers.get(request.caller, request.key)
        if known is not None:
            if known[0] != request.fingerprint:
                raise InvalidInput("This Idempotency-Key was used for another request.")
            return _answered(secrets.open(known[1]))
        try:
            answer = request.render(handlers[type(request.command)](request.command, desk))
        except WrongState as refused:
            # Its twin may have done it while this one waited for the instance: then the answer is there.
            if answers.get(request.caller, request.key) is None:
                raise
            raise ConcurrentChange("The same request has just been carried out.") from refused
        sealed = secrets.seal(answer)
        if not answers.add(request.caller, request.key, request.fingerprint, sealed, desk.real_now):
            raise ConcurrentChange("The same request is just being carried out.")
        return answer

    return handle

"""Answer a request that is sent twice as the first time; the answer is kept in the command's transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.desk import Desk
from engine.errors import ConcurrentChange, InvalidInput, WrongState
from engine.model.request import Command

KEPT = timedelta(hours=24)
Handlers = Mapping[type, Callable[[Any, Desk], Any]]


@dataclass(frozen=True)
class Once(Command[bytes]):
    """`command`, once for each `key` of `caller`; `render` turns its answer into what is kept."""

    command: Command[Any]
    render: Callable[[Any], bytes]
    caller: str
    key: str
    fingerprint: str  #: of path and body


def once(handlers: Handlers) -> Callable[[Once, Desk], bytes]:
    """The handler, over the table of all others."""

    def handle(request: Once, desk: Desk) -> bytes:
        """The rendered answer: the first one again where the same request was here before.

        Raises:
            InvalidInput: the key was used for another request.
            ConcurrentChange: the same request is just being carried out.
        """
        answers, secrets = desk.unit.answers, desk.services.secrets
        answers.forget_before(desk.real_now - KEPT)
        known = answers.get(request.caller, request.key)
        if known is not None:
            if known[0] != request.fingerprint:
                raise InvalidInput("This Idempotency-Key was used for another request.")
            return secrets.open(known[1])
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

"""Hand a message from outside to whoever waits for it or begins with it, or keep it until somebody does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from engine.authority import require
from engine.commands.hand_over import hand_out
from engine.desk import Desk
from engine.errors import InvalidInput
from engine.feel.wire import dumps
from engine.model.request import Command
from engine.model.work import InboundMessage


@dataclass(frozen=True)
class Delivered:
    """Instances that took the message; `kept`: nobody wanted it yet."""

    instances: tuple[str, ...]
    kept: bool


@dataclass(frozen=True)
class DeliverMessage(Command[Delivered]):
    """`key` correlates: a reference means the case of that number, else it must equal the key waited with.

    `id` is the sender's: the same one is delivered once.
    """

    name: str
    key: object = None
    values: Mapping[str, object] = field(default_factory=dict)
    id: str | None = None


def deliver_message(command: DeliverMessage, desk: Desk) -> Delivered:
    """Deliver to the instance that has waited longest, start what begins with it, or keep the message.

    Raises:
        InvalidInput: the message has no name.
        NotAllowed: messages from outside come from an integration or an administrator.
    """
    require(desk.actor, "send messages from outside")
    if not command.name:
        raise InvalidInput("A message needs a name.")
    message = InboundMessage(
        id=command.id or uuid4().hex,
        name=command.name,
        key=dumps(command.key),
        values=command.values,
        received_at=desk.now,
    )
    if not desk.unit.inbox.add(message):
        return Delivered((), kept=False)
    taker = hand_out(desk, message)
    return Delivered((taker,), kept=False) if taker else Delivered((), kept=True)

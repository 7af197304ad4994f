"""Hand a message from outside to whoever waits for it, or keep it until somebody does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from engine.authority import require
from engine.commands.effects.catch_up import catch_up
from engine.commands.effects.settle import open_case, settle
from engine.desk import Desk
from engine.errors import InvalidInput, NotFound
from engine.feel.wire import dumps
from engine.model.request import Command
from engine.model.step import InstanceStatus
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
    """Deliver to the instance that has waited longest, or keep the message.

    Raises:
        InvalidInput: the message has no name.
        NotAllowed: messages from outside come from an integration or an administrator.
    """
    require(desk.actor, "send messages from outside")
    if not command.name:
        raise InvalidInput("A message needs a name.")
    key = dumps(command.key)
    message = InboundMessage(
        id=command.id or uuid4().hex, name=command.name, key=key, values=command.values, received_at=desk.now
    )
    if not desk.unit.inbox.add(message):
        return Delivered((), kept=False)
    for instance in _candidates(command, desk, key):
        if hand_over(desk, instance, command.name, command.key, command.values):
            desk.unit.inbox.take(message.id, [instance])
            return Delivered((instance,), kept=False)
    return Delivered((), kept=True)


def hand_over(desk: Desk, instance: str, name: str, key: object, values: Mapping[str, object]) -> bool:
    """Give the message to this instance; False: it does not wait for it (any more), or is suspended."""
    case = catch_up(desk, open_case(desk, instance))
    if case.instance.status is InstanceStatus.SUSPENDED:
        return False
    around = desk.around(case.package, case.complaint)
    step = desk.services.runtime.deliver(case.package, case.instance.state, name, key, values, around)
    if step is None:
        return False
    settle(desk, case, step)
    return True


def _candidates(command: DeliverMessage, desk: Desk, key: str) -> tuple[str, ...]:
    subscribed = tuple(desk.unit.instances.subscribers("message", command.name, key))
    if not isinstance(command.key, str):
        return subscribed
    try:
        complaint = desk.unit.complaints.get(command.key)
    except NotFound:
        return subscribed
    return (complaint.instance,)

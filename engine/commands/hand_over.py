"""A message finds who wants it: an instance that waits, a process that begins with it, or nobody yet."""

from collections.abc import Mapping

from engine.commands.effects.catch_up import catch_up
from engine.commands.effects.post import MESSAGE, beginning
from engine.commands.effects.settle import Case, open_case, settle
from engine.commands.starting import new_instance
from engine.desk import Desk
from engine.errors import NotFound
from engine.feel.wire import loads
from engine.model.package import Definition
from engine.model.step import InstanceStatus
from engine.model.work import InboundMessage


def hand_out(desk: Desk, message: InboundMessage, sender: str | None = None) -> str | None:
    """The instance that took the message, which nobody else gets then; None: it is kept.

    The one that has waited longest comes first, then a published process that begins with it. Who has sent
    it comes last, and takes it only if it waits for it by now.
    """
    case = _named(desk, loads(message.key))
    waiting = [case] if case else list(desk.unit.instances.subscribers(MESSAGE, message.name, message.key))
    taker = _first(desk, message, [instance for instance in waiting if instance != sender])
    if taker is None and case is None:
        taker = _begun(desk, message)
    if taker is None and sender in waiting:
        taker = _first(desk, message, [sender])
    return taker


def hand_over(desk: Desk, message: InboundMessage, instance: str) -> bool:
    """Give the message to this instance; False: it does not wait for it (any more), or is suspended."""
    case = catch_up(desk, open_case(desk, instance))
    if case.instance.status is InstanceStatus.SUSPENDED:
        return False
    step = desk.services.runtime.deliver(
        case.package,
        case.instance.state,
        message.name,
        loads(message.key),
        message.values,
        desk.around(case.package, case.complaint),
    )
    if step is None:
        return False
    desk.unit.inbox.take(message.id, [instance])  # before it may wait for the next of that name
    settle(desk, case, step)
    return True


def begin(
    desk: Desk,
    definition: Definition,
    process: str,
    values: Mapping[str, object],
    message: InboundMessage | None = None,
) -> Case:
    """A new instance of that process, which begins with the message, or to which a signal is given next."""
    instance = new_instance(desk, definition)
    if message is not None:
        desk.unit.inbox.take(message.id, [instance.id])
    package = desk.package(instance)
    name = message.name if message is not None else None
    around = desk.around(package, None)
    step = desk.services.runtime.start(package, values, around, process=process, message=name)
    return settle(desk, Case(instance, package, None), step)


def _first(desk: Desk, message: InboundMessage, waiting: list[str]) -> str | None:
    return next((instance for instance in waiting if hand_over(desk, message, instance)), None)


def _begun(desk: Desk, message: InboundMessage) -> str | None:
    for definition, process in beginning(desk, MESSAGE, message.name):
        return begin(desk, definition, process, message.values, message).instance.id
    return None


def _named(desk: Desk, key: object) -> str | None:
    """The instance of the case that the key names by its reference: then it is nobody else's business."""
    if not isinstance(key, str):
        return None
    try:
        return desk.unit.complaints.get(key).instance
    except NotFound:
        return None

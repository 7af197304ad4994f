"""A process instance comes into being: pinned to the newest version of its process."""

from base64 import b32encode
from secrets import token_bytes

from engine.desk import Desk
from engine.errors import NotFound, WrongState
from engine.model.package import Definition
from engine.model.step import InstanceStatus
from engine.model.work import Instance


def complaints_process(desk: Desk) -> Definition:
    """The newest version of the process that a complaint starts. Raises WrongState when none is published."""
    key = desk.services.config.process
    try:
        return desk.unit.definitions.get(key)
    except NotFound as missing:
        raise WrongState(f"No process “{key}” is published yet; run “querela init” first.") from missing


def new_id() -> str:
    """An id that no other instance has: 96 random bits in 20 letters and digits.

    It stands in every row of the case and in the keys of indexes, so each character counts many times.
    """
    return b32encode(token_bytes(12)).decode().rstrip("=").lower()


def new_instance(
    desk: Desk, definition: Definition, *, id: str | None = None, reference: str | None = None
) -> Instance:
    """A stored instance of this version that has not taken a step yet."""
    instance = Instance(
        id=id or new_id(),
        key=definition.key,
        definition_version=definition.version,
        package=definition.sha256,
        status=InstanceStatus.ACTIVE,
        state=b"",
        version=0,
        started_at=desk.now,
        reference=reference,
    )
    desk.unit.instances.add(instance)
    return instance

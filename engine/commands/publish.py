"""Publish a new version of a process package."""

from dataclasses import dataclass

from engine.authority import require
from engine.desk import Desk
from engine.errors import InvalidInput
from engine.model.package import Definition, Package
from engine.model.request import Command


@dataclass(frozen=True)
class Publish(Command[Definition]):
    package: Package
    reason: str


def publish(command: Publish, desk: Desk) -> Definition:
    """The version that holds this content: a new one, or the one that has it already.

    Raises:
        DiagramError: the checker found an error.
        InvalidInput: no reason is given.
        NotAllowed: the actor may not publish.
    """
    require(desk.actor, "publish a process")
    if not command.reason.strip():
        raise InvalidInput("A new version needs a reason.")
    desk.services.check(command.package)
    desk.services.runtime.prepare(command.package)
    return desk.unit.definitions.publish(command.package, desk.actor.login, command.reason.strip(), desk.now)

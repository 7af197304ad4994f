"""Start any published process."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.authority import require
from engine.commands.effects.settle import Case, settle
from engine.commands.starting import new_instance
from engine.desk import Desk
from engine.model.request import Command
from engine.model.work import Instance


@dataclass(frozen=True)
class StartInstance(Command[Instance]):
    process: str  #: key of the package
    variables: Mapping[str, object] = field(default_factory=dict)  #: FEEL values


def start_instance(command: StartInstance, desk: Desk) -> Instance:
    """A new instance of the newest version, run on to its first wait states.

    Raises:
        NotFound: no such process is published.
        NotAllowed: the actor may not start processes.
    """
    require(desk.actor, "start any process")
    definition = desk.unit.definitions.get(command.process)
    instance = new_instance(desk, definition)
    package = desk.package(instance)
    step = desk.services.runtime.start(package, dict(command.variables), desk.around(package, None))
    return settle(desk, Case(instance, package, None), step).instance

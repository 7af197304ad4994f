"""Begin a sandbox's life in the past, so that sample cases can be lived through up to today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.authority import require
from engine.commands.administer import CLOCK_OFFSET
from engine.desk import Desk
from engine.errors import InvalidInput, WrongState
from engine.model.request import Command

LONGEST = timedelta(days=3660)


@dataclass(frozen=True)
class SetOutset(Command[datetime]):
    """Set a sandbox's clock `ago` behind the machine's; answers the installation's new instant."""

    ago: timedelta


def set_outset(command: SetOutset, desk: Desk) -> datetime:
    """The installation's instant from now on.

    Raises:
        WrongState: this is no sandbox, or something has happened here already: time never goes back on that.
        InvalidInput: `ago` is negative, or more than ten years.
    """
    require(desk.actor, "administer")
    if not desk.services.config.sandbox:
        raise WrongState("The clock can be moved in a sandbox only.")
    if not timedelta(0) <= command.ago <= LONGEST:
        raise InvalidInput("A sandbox begins at most ten years ago.")
    if desk.unit.reads.instances(None, 1, None).items:
        raise WrongState("There are cases already: the clock moves forward only.")
    desk.unit.settings.set(CLOCK_OFFSET, repr(-command.ago.total_seconds()))
    return desk.real_now - command.ago

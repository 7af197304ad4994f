"""Give a claimed task back to its group."""

from dataclasses import dataclass, replace

from engine.authority import may, require_free, require_meant, require_open
from engine.commands.effects.settle import save
from engine.commands.tasks import open_item
from engine.desk import Desk
from engine.errors import WrongState
from engine.events.case import TaskReleased
from engine.model.request import Command
from engine.model.work import WorkItem


@dataclass(frozen=True)
class ReleaseTask(Command[WorkItem]):
    task: str


def release_task(command: ReleaseTask, desk: Desk) -> WorkItem:
    """The task, with nobody again; its draft is kept.

    Raises:
        WrongState: it is over, somebody else has it, or it has no group to go back to.
        NotAllowed: it is not for the actor, who does not manage the work either.
    """
    case, item = open_item(desk, command.task)
    manages = may(desk.actor, "hand work to somebody else")
    if not manages:
        require_meant(desk.actor, item)
    require_open(item)
    if not manages:
        require_free(desk.actor, item)
    if item.assignee is None:
        return item
    if not item.groups:
        raise WrongState(f"“{item.name}” has no group to go back to; hand it to somebody.")
    item = desk.unit.work_items.save(replace(item, assignee=None))
    save(desk, case, [TaskReleased(at=desk.now, element=item.element, name=item.name, task=item.task)])
    return item

"""Give a claimed task back to its group."""

from dataclasses import dataclass, replace

from engine.authority import may, require_open
from engine.commands.effects.settle import save
from engine.commands.tasks import open_item
from engine.desk import Desk
from engine.errors import NotAllowed, WrongState
from engine.events.case import TaskReleased
from engine.model.request import Command
from engine.model.work import WorkItem


@dataclass(frozen=True)
class ReleaseTask(Command[WorkItem]):
    task: str


def release_task(command: ReleaseTask, desk: Desk) -> WorkItem:
    """The task, with nobody again; its draft is kept.

    Raises:
        WrongState: it is over, or has no group to go back to.
        NotAllowed: somebody else has it.
    """
    case, item = open_item(desk, command.task)
    require_open(item)
    if item.assignee is None:
        return item
    if item.assignee != desk.actor.login and not may(desk.actor, "hand work to somebody else"):
        raise NotAllowed(f"“{item.name}” is with {item.assignee}.")
    if not item.groups:
        raise WrongState(f"“{item.name}” has no group to go back to; hand it to somebody.")
    item = desk.unit.work_items.save(replace(item, assignee=None))
    save(desk, case, [TaskReleased(at=desk.now, element=item.element, name=item.name, task=item.task)])
    return item

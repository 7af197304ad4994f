"""Take a task from the group's list."""

from dataclasses import dataclass, replace

from engine.authority import require_free, require_meant, require_open
from engine.commands.effects.settle import save
from engine.commands.tasks import open_item, require_running
from engine.desk import Desk
from engine.events.case import TaskClaimed
from engine.model.request import Command
from engine.model.work import WorkItem


@dataclass(frozen=True)
class ClaimTask(Command[WorkItem]):
    task: str  #: id of the work item


def claim_task(command: ClaimTask, desk: Desk) -> WorkItem:
    """The task, now the actor's; claiming one's own again changes nothing.

    Raises:
        WrongState: it is over, or somebody else has it.
        NotAllowed: it is not for the actor.
    """
    case, item = open_item(desk, command.task)
    require_meant(desk.actor, item)
    require_open(item)
    require_running(case)
    require_free(desk.actor, item)
    if item.assignee == desk.actor.login:
        return item
    item = desk.unit.work_items.save(replace(item, assignee=desk.actor.login))
    save(desk, case, [TaskClaimed(at=desk.now, element=item.element, name=item.name, task=item.task)])
    return item

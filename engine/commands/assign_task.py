"""Hand a task to somebody."""

from dataclasses import dataclass, replace

from engine.authority import may, require_free, require_meant, require_open
from engine.commands.effects.settle import save
from engine.commands.tasks import open_item
from engine.commands.texts import optional
from engine.desk import Desk
from engine.errors import InvalidInput, NotAllowed
from engine.events.case import TaskAssigned
from engine.model.request import Command
from engine.model.work import WorkItem


@dataclass(frozen=True)
class AssignTask(Command[WorkItem]):
    task: str
    to: str  #: login
    reason: str = ""


def assign_task(command: AssignTask, desk: Desk) -> WorkItem:
    """The task, now with `to`: its holder hands it over, or a manager assigns it.

    Raises:
        NotAllowed: the actor neither has it nor manages the work.
        InvalidInput: nobody active has that login, or that person may not have it.
        WrongState: it is over, or somebody else has it.
    """
    case, item = open_item(desk, command.task)
    manages = may(desk.actor, "hand work to somebody else")
    if not manages:
        require_meant(desk.actor, item)
    require_open(item)
    if not manages:
        require_free(desk.actor, item)
        if item.assignee is None:
            raise NotAllowed("Claim the task first, or ask the complaints manager to assign it.")
    person = desk.unit.people.get(command.to)
    if person is None or not person.active:
        raise InvalidInput(f"Nobody here has the login “{command.to}”.")
    if person.login in item.barred:
        raise InvalidInput(f"{person.name or person.login} had an earlier part in this case.")
    if (person.roles | person.groups).isdisjoint(item.groups) and item.groups:
        raise InvalidInput(f"{person.name or person.login} is in none of {', '.join(item.groups)}.")
    item = desk.unit.work_items.save(replace(item, assignee=person.login))
    event = TaskAssigned(
        at=desk.now,
        element=item.element,
        name=item.name,
        task=item.task,
        to=person.login,
        reason=optional(command.reason),
    )
    save(desk, case, [event])
    return item

"""Opening a work item for change: the instance is locked first, so that two people never both get it."""

from engine.commands.effects.settle import Case, open_case
from engine.desk import Desk
from engine.errors import NotFound, WrongState
from engine.model.step import InstanceStatus
from engine.model.work import WorkItem


def open_item(desk: Desk, task: str) -> tuple[Case, WorkItem]:
    """The work item with its case, both locked. Raises NotFound."""
    try:
        case = open_case(desk, instance_of(task))
    except NotFound:
        raise NotFound(f"There is no work item '{task}'") from None
    return case, desk.unit.work_items.get(task, desk.actor.login)


def instance_of(task: str) -> str:
    """The instance that a work item's id names, whether or not there is such an item."""
    return task.rpartition("-")[0]


def require_running(case: Case) -> None:
    """Raises WrongState while the instance is suspended."""
    if case.instance.status is InstanceStatus.SUSPENDED:
        raise WrongState("This case is suspended; its work can go on when it is resumed.")

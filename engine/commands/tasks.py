"""Opening a work item for change: the instance is locked first, so that two people never both get it."""

from engine.commands.effects.settle import Case, open_case
from engine.desk import Desk
from engine.errors import WrongState
from engine.model.step import InstanceStatus
from engine.model.work import WorkItem


def open_item(desk: Desk, task: str) -> tuple[Case, WorkItem]:
    """The work item with its case, both locked. Raises NotFound."""
    found = desk.unit.work_items.get(task)
    case = open_case(desk, found.instance)
    return case, desk.unit.work_items.get(task)


def require_running(case: Case) -> None:
    """Raises WrongState while the instance is suspended."""
    if case.instance.status is InstanceStatus.SUSPENDED:
        raise WrongState("This case is suspended; its work can go on when it is resumed.")

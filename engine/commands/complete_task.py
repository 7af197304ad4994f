"""Complete a user task: its answers are checked, the diagram runs on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.authority import require_meant, require_open
from engine.commands.effects.catch_up import catch_up
from engine.commands.effects.settle import Case, settle
from engine.commands.tasks import open_item, require_running
from engine.desk import Desk
from engine.errors import NotAllowed
from engine.events import Event
from engine.events.case import TaskClaimed, TaskCompleted
from engine.forms import record_keys, validate
from engine.model.request import Command
from engine.model.work import Instance, WorkItem, WorkItemState


@dataclass(frozen=True)
class Completed:
    """The task as it ended, and the instance as it stands now."""

    task: WorkItem
    instance: Instance


@dataclass(frozen=True)
class CompleteTask(Command[Completed]):
    task: str
    values: Mapping[str, object] = field(
        default_factory=dict
    )  #: by field key; hidden and unknown keys are ignored


def complete_task(command: CompleteTask, desk: Desk) -> Completed:
    """The completed task and its instance. An unclaimed task of one's group is claimed by completing it.

    Raises:
        WrongState: it is over, also by its own deadline that has just passed; the text says who ended it.
        NotAllowed: it is not the actor's.
        InvalidForm: answers are missing or wrong.
    """
    case, item = open_item(desk, command.task)
    require_meant(desk.actor, item)
    require_open(item)
    if item.assignee not in (None, desk.actor.login):
        raise NotAllowed(f"“{item.name}” is with {item.assignee}.")
    require_running(case)
    case = catch_up(desk, case)
    item = desk.unit.work_items.get(item.id)
    require_open(item)
    values, kept = _answers(command, desk, case, item)
    before: list[Event] = []
    if item.assignee is None:
        before.append(TaskClaimed(at=desk.now, element=item.element, name=item.name, task=item.task))
    before.append(
        TaskCompleted(
            at=desk.now, element=item.element, name=item.name, task=item.task, values={**values, **kept}
        )
    )
    if kept and case.complaint is not None:
        complaint = replace(case.complaint, record={**case.complaint.record, **kept})
        case = replace(case, complaint=desk.unit.complaints.save(complaint))
    if case.complaint is not None and case.complaint.owner is None:
        case = replace(
            case, complaint=desk.unit.complaints.save(replace(case.complaint, owner=desk.actor.login))
        )
    around = desk.around(case.package, case.complaint)
    step = desk.services.runtime.complete(case.package, case.instance.state, item.task, values, around)
    case = settle(desk, case, step, before=before, item=item)
    done = replace(
        item,
        state=WorkItemState.DONE,
        assignee=desk.actor.login,
        closed_at=desk.now,
        closed_by=desk.actor.login,
        version=item.version + 1,
    )
    return Completed(done, case.instance)


def _answers(
    command: CompleteTask, desk: Desk, case: Case, item: WorkItem
) -> tuple[dict[str, object], dict[str, object]]:
    """Checked answers: those that become variables, and those that only the record keeps."""
    form = desk.services.form(case.package, item.form) if item.form else None
    if form is None:
        return dict(command.values), {}
    names = desk.names(case.instance, case.complaint, item.task)
    zone = desk.services.config.timezone
    answers = validate(form, command.values, variables=names, now=desk.now, zone=zone)
    apart = record_keys(form)
    return (
        {key: value for key, value in answers.items() if key not in apart},
        {key: value for key, value in answers.items() if key in apart},
    )

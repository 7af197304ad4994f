"""Complete a user task: its answers are checked, the diagram runs on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.authority import require_meant, require_open, require_own
from engine.commands.effects.catch_up import catch_up
from engine.commands.effects.settle import Case, settle
from engine.commands.tasks import open_item, require_running
from engine.desk import Desk
from engine.events import Event
from engine.events.case import TaskCompleted
from engine.feel.wire import dumps
from engine.forms import record_keys, validate
from engine.model.complaint import Complaint
from engine.model.record import Amended
from engine.model.request import Command
from engine.model.work import Instance, WorkItem, WorkItemState
from engine.ports.runtime import Opened


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
    require_own(desk.actor, item)
    require_running(case)
    caught_up = catch_up(desk, case)
    if caught_up is not case:
        case, item = caught_up, desk.unit.work_items.get(item.id)
        require_open(item)
    opened = desk.services.runtime.open(case.package, case.instance.state)
    values, kept = _answers(command, desk, case, item, opened)
    record = _recorded(case.complaint, kept, desk.actor.login)
    around = desk.around(case.package, record)
    step = desk.services.runtime.complete(case.package, opened, item.task, values, around)
    told = _told(desk, item, {**values, **kept})
    case = settle(desk, case, step, before=told, item=item, record=record)
    done = replace(
        item,
        state=WorkItemState.DONE,
        assignee=desk.actor.login,
        closed_at=desk.now,
        closed_by=desk.actor.login,
        version=item.version + 1,
    )
    return Completed(done, case.instance)


def _told(desk: Desk, item: WorkItem, answers: Mapping[str, object]) -> list[Event]:
    """What the history says of the person's part."""
    return [
        TaskCompleted(
            at=desk.now,
            element=item.element,
            name=item.name,
            task=item.task,
            values=answers,
            claimed=item.assignee is None,
        )
    ]


def _recorded(complaint: Complaint | None, kept: Mapping[str, object], login: str) -> Complaint | None:
    """The complaint with the answers that its record keeps; the first who completes a task owns the case."""
    if complaint is None:
        return None
    record = complaint.record
    new = {
        name: value
        for name, value in kept.items()
        if name not in record or dumps(record[name]) != dumps(value)
    }
    owner = login if complaint.owner is None else complaint.owner
    if not new and owner == complaint.owner:
        return complaint
    return replace(complaint, record=Amended(record, new) if new else record, owner=owner)


def _answers(
    command: CompleteTask, desk: Desk, case: Case, item: WorkItem, opened: Opened
) -> tuple[dict[str, object], dict[str, object]]:
    """Checked answers: those that become variables, and those that only the record keeps."""
    form = desk.services.form(case.package, item.form) if item.form else None
    if form is None:
        return dict(command.values), {}
    names = desk.names(case.package, opened, case.complaint, item.task, form)
    zone = desk.services.config.timezone
    answers = validate(form, command.values, variables=names, now=desk.now, zone=zone)
    apart = record_keys(form)
    return (
        {key: value for key, value in answers.items() if key not in apart},
        {key: value for key, value in answers.items() if key in apart},
    )

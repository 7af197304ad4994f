"""Work items: opened and closed as the diagram opens and closes its user tasks."""

from dataclasses import replace

from engine.desk import Desk
from engine.events import Event
from engine.events.case import TaskAssigned
from engine.model.step import Step, UserTask
from engine.model.work import Instance, WorkItem, WorkItemState

LAST_RESORT = "complaints-manager"
"""Gets a task for which nobody qualified is left (ISO 10002, 4.7: objectivity)."""


def item_id(instance: str, task: int) -> str:
    """A work item's id, from its instance and the task's number there."""
    return f"{instance}-{task}"


def open_items(desk: Desk, instance: Instance, step: Step) -> list[Event]:
    """Put the step's new user tasks on the list; answers what there is to tell of them."""
    told: list[Event] = []
    items = []
    for task in step.opened:
        item = _item(instance, task)
        barred = (
            desk.unit.work_items.completed_by(instance.id, task.excludes) if task.excludes else frozenset()
        )
        if barred:
            item, event = _without(desk, item, barred)
            told += [event] if event else []
        items.append(item)
    if items:
        desk.unit.work_items.add(items)
    return told


def close_items(
    desk: Desk, instance: Instance, step: Step, *, done: int | None, at_item: WorkItem | None
) -> None:
    """Take closed user tasks off the list: `done` was completed by the actor, all others were cancelled."""
    for task in step.closed:
        if task == done and at_item is not None:
            item, state, by = at_item, WorkItemState.DONE, desk.actor.login
        else:
            item, state, by = (
                desk.unit.work_items.get(item_id(instance.id, task)),
                WorkItemState.CANCELLED,
                None,
            )
        if item.state is not WorkItemState.OPEN:
            continue
        assignee = desk.actor.login if state is WorkItemState.DONE else item.assignee
        closed = replace(item, state=state, closed_at=desk.now, closed_by=by, draft=None, assignee=assignee)
        desk.unit.work_items.save(closed)


def _item(instance: Instance, task: UserTask) -> WorkItem:
    return WorkItem(
        id=item_id(instance.id, task.id),
        instance=instance.id,
        task=task.id,
        element=task.element,
        name=task.name,
        form=task.form,
        reference=instance.reference,
        groups=task.groups,
        opened_at=task.opened_at,
        assignee=task.assignee,
        due_at=task.due_at,
        priority=task.priority,
        milestone=task.milestone,
    )


def _without(desk: Desk, item: WorkItem, barred: frozenset[str]) -> tuple[WorkItem, Event | None]:
    """The item closed to those who had an earlier part, handed on when nobody else is left."""
    item = replace(item, barred=tuple(sorted(barred)))
    if item.assignee in barred:
        item = replace(item, assignee=None)
    if desk.unit.people.anybody(item.groups, barred):
        return item, None
    reason = f"Everybody in {', '.join(item.groups)} had an earlier part in this case."
    event = TaskAssigned(
        at=desk.now, element=item.element, name=item.name, task=item.task, to=LAST_RESORT, reason=reason
    )
    return replace(item, groups=(LAST_RESORT,), barred=(), assignee=None), event

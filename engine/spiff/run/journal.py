"""What one step tells: events in order, work opened and closed, mails, messages that leave."""

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from engine.events import Event
from engine.events.process import (
    ElementCancelled,
    ElementCompleted,
    ElementStarted,
    MilestoneReached,
    UserTaskOpened,
)
from engine.model.step import MailRequest, Thrown, UserTask

if TYPE_CHECKING:
    from engine.spiff.run.token import Token
    from engine.spiff.specs.flow import Flow
    from engine.spiff.specs.node import Node


class Where(TypedDict):
    """When and at which element something happened."""

    at: datetime
    element: str | None
    name: str | None


class Journal:
    """Collects what happens during one step; `now` is the instant at which it happens."""

    def __init__(self) -> None:
        self.now = datetime.min  # noqa: DTZ901 - replaced before anything is told
        self.happened: list[Event] = []
        self.opened: dict[int, UserTask] = {}
        self.closed: list[int] = []
        self.mails: list[MailRequest] = []
        self.thrown: list[Thrown] = []

    def tell(self, event: Event) -> None:
        """Something else has happened."""
        self.happened.append(event)

    def started(self, token: "Token") -> None:
        """An activity began its work."""
        node = token.task_spec
        self.tell(ElementStarted(**self.at(node), type=node.kind, task=token.id))

    def completed(self, token: "Token", flows: "list[Flow]") -> None:
        """A node did its work."""
        node = token.task_spec
        taken = tuple(flow.id for flow in flows)
        changes = token.changes or {}
        self.tell(
            ElementCompleted(**self.at(node), type=node.kind, task=token.id, flows=taken, changes=changes)
        )

    def cancelled(self, token: "Token") -> None:
        """A node was taken back before it was done."""
        node = token.task_spec
        self.tell(ElementCancelled(**self.at(node), type=node.kind, task=token.id))

    def milestone(self, token: "Token") -> None:
        """The node has done what its milestone says, if it has one."""
        name = token.task_spec.extras.milestone
        if name:
            self.tell(MilestoneReached(**self.at(token.task_spec), milestone=name))

    def work_opened(self, token: "Token", task: UserTask) -> None:
        """There is work for a person."""
        self.opened[token.id] = task
        self.tell(
            UserTaskOpened(
                **self.at(token.task_spec),
                task=token.id,
                groups=task.groups,
                assignee=task.assignee,
                due_at=task.due_at,
            )
        )

    def work_closed(self, token: "Token") -> None:
        """Work is no longer open; what opened and closed within one step never reached anybody."""
        if self.opened.pop(token.id, None) is None:
            self.closed.append(token.id)

    def at(self, node: "Node") -> Where:
        """The fields that say when and where something happened."""
        return {"at": self.now, "element": node.bpmn_id, "name": node.label or None}

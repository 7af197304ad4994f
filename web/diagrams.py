"""What to paint on a drawing: the way taken, where it waits, what is late."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from engine.model.work import Instance, WorkItem, WorkItemState
from engine.queries.trace import Path, TraceEntry


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram's address with its marks, as the page hands them to the browser."""

    src: str
    marks: str  #: JSON

    @property
    def summary(self) -> dict[str, list[str]]:
        """The marks, for the text that stands in for the drawing."""
        found: dict[str, list[str]] = json.loads(self.marks)
        return found


def drawing(instance: Instance, file: str, path: Path) -> Drawing:
    """The drawing of an instance with its path."""
    marks = {
        "taken": [*path.done, *path.flows],
        "waiting": [element for element in path.current if element not in path.late],
        "late": [*path.late, *path.incidents],
    }
    src = url_for("processes.file", key=instance.key, version=instance.definition_version, file=file)
    return Drawing(src, json.dumps(marks))


def drawing_of(
    instance: Instance, file: str, entries: Iterable[TraceEntry], tasks: Sequence[WorkItem], now: datetime
) -> Drawing:
    """The same, its path found in the history and in the open tasks."""
    done: dict[str, None] = {}
    flows: dict[str, None] = {}
    waiting: dict[str, int] = {}
    for entry in (item.entry for item in entries):
        if entry.element is None:
            continue
        if entry.kind in ("element-started", "user-task-opened"):
            waiting.setdefault(entry.element, 1)
        if entry.kind in ("element-completed", "element-cancelled"):
            waiting.pop(entry.element, None)
        if entry.kind == "element-completed":
            done[entry.element] = None
            taken = entry.data.get("flows")
            flows.update(dict.fromkeys(flow for flow in taken if isinstance(flow, str)) if isinstance(taken, list | tuple) else {})
    open_tasks = [task for task in tasks if task.state is WorkItemState.OPEN]
    late = [task.element for task in open_tasks if task.due_at is not None and task.due_at < now]
    current = [*(task.element for task in open_tasks), *waiting] if instance.ended_at is None else []
    return drawing(instance, file, Path(tuple(done), tuple(flows), tuple(current), tuple(late), ()))

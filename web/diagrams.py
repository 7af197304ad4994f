"""What to paint on a drawing: the way taken, where it waits, what is late."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from engine.model.work import Instance
from engine.queries.processes import InstanceView
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


def drawing_of(view: InstanceView, file: str, entries: Iterable[TraceEntry], now: datetime) -> Drawing:
    """The same, the way found in the history, and what is open in the instance as it stands."""
    done: dict[str, None] = {}
    flows: dict[str, None] = {}
    for told in (told for item in entries for told in item.told()):
        if told.kind == "element-completed" and told.element:
            done[told.element] = None
            taken = told.data.get("flows")
            if isinstance(taken, list | tuple):
                flows.update(dict.fromkeys(flow for flow in taken if isinstance(flow, str)))
    look = view.look
    current = [*(task.element for task in look.open), *(wait.element for wait in look.waiting)]
    late = [task.element for task in look.open if task.due_at is not None and task.due_at < now]
    failed = [incident.element for incident in look.incidents if incident.element]
    path = Path(tuple(done), tuple(flows), tuple(current), tuple(late), tuple(failed))
    return drawing(view.instance, file, path)

"""Keep half-typed answers. They bind nobody, so they are not checked and not in the history."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.authority import require_free, require_meant, require_open
from engine.commands.tasks import open_item
from engine.desk import Desk
from engine.errors import InvalidInput
from engine.feel.wire import dumps
from engine.forms import draft_of
from engine.model.request import Command
from engine.model.work import WorkItem

MAX_DRAFT = 200_000
"""Characters."""


@dataclass(frozen=True)
class SaveDraft(Command[WorkItem]):
    task: str
    values: Mapping[str, object] = field(default_factory=dict)  #: FEEL values by field key


def save_draft(command: SaveDraft, desk: Desk) -> WorkItem:
    """The task with its draft; keeping a draft of an unclaimed task claims nothing.

    Raises:
        WrongState: the task is over, or somebody else has it.
        NotAllowed: it is not for the actor.
        InvalidInput: the draft is too large.
    """
    case, item = open_item(desk, command.task)
    require_meant(desk.actor, item)
    require_open(item)
    require_free(desk.actor, item)
    form = desk.services.form(case.package, item.form) if item.form else None
    draft = draft_of(form, command.values) if form else dict(command.values)
    if len(dumps(draft)) > MAX_DRAFT:
        raise InvalidInput(f"A draft holds at most {MAX_DRAFT} characters.")
    return desk.unit.work_items.save(replace(item, draft=draft))

"""Add a file to a case."""

from dataclasses import dataclass
from uuid import uuid4

from engine.authority import require
from engine.commands.cases import open_reference, tracked
from engine.commands.effects.settle import Case, save
from engine.desk import Desk
from engine.errors import InvalidInput
from engine.events.case import AttachmentAdded
from engine.files import media_type, safe_name
from engine.model.complaint import Attachment
from engine.model.request import Command

MOST = 50
"""Files of one case."""


@dataclass(frozen=True)
class Attach(Command[Attachment]):
    """By staff; by the complainant with the tracking `code`."""

    reference: str
    filename: str
    data: bytes
    code: str | None = None


def attach(command: Attach, desk: Desk) -> Attachment:
    """The file as kept; its type is found by its content.

    Raises:
        NotAllowed: the actor's roles do not cover it.
        InvalidInput: empty, too large, too many, or of a type that is not taken.
    """
    if command.code is not None:
        case = tracked(desk, command.reference, command.code)
    else:
        require(desk.actor, "add a file to a case")
        case = open_reference(desk, command.reference)
    return add_file(desk, case, command.filename, command.data)


def add_file(desk: Desk, case: Case, filename: str, data: bytes) -> Attachment:
    """Keep the file and tell the history its hash."""
    assert case.complaint is not None
    if len(desk.unit.complaints.attachments(case.complaint.reference)) >= MOST:
        raise InvalidInput(f"A case takes at most {MOST} files.")
    attachment = Attachment(
        id=uuid4().hex,
        reference=case.complaint.reference,
        filename=safe_name(filename),
        type=media_type(data),
        size=len(data),
        sha256=desk.services.files.keep(data),
        added_at=desk.now,
        added_by=desk.actor.login,
    )
    desk.unit.complaints.attach(attachment)
    event = AttachmentAdded(
        at=desk.now,
        filename=attachment.filename,
        sha256=attachment.sha256,
        size=attachment.size,
        type=attachment.type,
    )
    save(desk, case, [event])
    return attachment

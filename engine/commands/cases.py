"""Opening a case of the register for change, and its conversation."""

from uuid import uuid4

from engine.authority import may
from engine.commands.effects.catch_up import catch_up
from engine.commands.effects.settle import Case, open_case
from engine.desk import Desk
from engine.errors import WrongState
from engine.events import Event
from engine.events.case import ConversationAdded
from engine.model.complaint import Complaint, ConversationEntry
from engine.sight import by_code, seen


def open_reference(desk: Desk, reference: str) -> Case:
    """The case of that reference, locked, everything due before done; the actor now has a part in it.

    Raises NotFound also where the actor may not see it.
    """
    complaint = seen(desk, reference)
    case = open_case(desk, complaint.instance)
    if not may(desk.actor, "see every case"):  # behind the lock: it notes how the case stands
        desk.unit.work_items.take_part(reference, desk.actor.login)
    return catch_up(desk, case)


def tracked(desk: Desk, reference: str, code: str) -> Case:
    """The case that a complainant names by reference and tracking code, locked. Raises NotFound."""
    return catch_up(desk, open_case(desk, by_code(desk, reference, code).instance))


def require_open_case(case: Case) -> Complaint:
    """The complaint of the case. Raises WrongState when it is closed."""
    assert case.complaint is not None
    if case.complaint.status == "closed":
        closed_at = case.complaint.closed_at
        when = f" since {closed_at:%Y-%m-%d at %H:%M} UTC" if closed_at else ""
        raise WrongState(f"Case {case.complaint.reference} is closed{when}.")
    return case.complaint


def say(
    desk: Desk, case: Case, text: str, *, direction: str, channel: str, author: str, subject: str = ""
) -> Event:
    """Add a message to the conversation; answers the entry for the history."""
    assert case.complaint is not None
    desk.unit.complaints.say(
        ConversationEntry(
            id=uuid4().hex,
            reference=case.complaint.reference,
            at=desk.now,
            direction=direction,
            channel=channel,
            author=author,
            subject=subject,
            text=text,
        )
    )
    return ConversationAdded(at=desk.now, direction=direction, channel=channel, subject=subject, text=text)

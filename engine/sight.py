"""Who may look at a case: staff by their part in it, complainants by reference and tracking code."""

from engine.authority import may
from engine.desk import Desk
from engine.errors import NotFound
from engine.model.complaint import Complaint
from engine.model.work import Instance


def seen(desk: Desk, reference: str) -> Complaint:
    """The complaint, where the actor may see its case.

    Raises:
        NotFound: in the same words whether it is not there or not for the actor; which of the two is nobody
            else's business.
    """
    unknown = NotFound(f"There is no case {reference}.")
    try:
        complaint = desk.unit.complaints.get(reference)
    except NotFound:
        raise unknown from None
    actor = desk.actor
    if may(actor, "see every case") or complaint.owner == actor.login:
        return complaint
    if not desk.unit.reads.may_see(complaint.reference, actor.login, actor.all_groups):
        raise unknown
    return complaint


def seen_instance(desk: Desk, instance: str) -> Instance:
    """The instance, where the actor may see its case; without a case, where the actor may read the history.

    Raises:
        NotFound: in the same words whether it is not there or not for the actor.
    """
    unknown = NotFound(f"There is no instance {instance}.")
    try:
        found = desk.unit.instances.get(instance)
        if found.reference:
            seen(desk, found.reference)
    except NotFound:
        raise unknown from None
    if not found.reference and not may(desk.actor, "read the history"):
        raise unknown
    return found


def by_code(desk: Desk, reference: str, code: str) -> Complaint:
    """The complaint that a complainant names.

    Raises:
        NotFound: no such pair; the text and the work are the same whichever of the two is wrong.
    """
    secrets = desk.services.secrets
    complaint: Complaint | None = None
    try:
        complaint = desk.unit.complaints.get(reference.strip())
        kept = complaint.tracking_hash
    except NotFound:
        kept = secrets.hash_code("")
    if not secrets.same_code(code, kept) or complaint is None:
        raise NotFound("There is no complaint with this reference and tracking code.")
    return complaint

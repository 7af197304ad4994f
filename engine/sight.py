"""Who may look at a case: staff by their part in it, complainants by reference and tracking code."""

from engine.authority import may
from engine.desk import Desk
from engine.errors import NotFound
from engine.model.complaint import Complaint


def require_sight(desk: Desk, complaint: Complaint) -> None:
    """Raises NotFound unless the actor may see the case: whether it exists is nobody else's business."""
    actor = desk.actor
    if may(actor, "see every case") or complaint.owner == actor.login:
        return
    if not desk.unit.reads.may_see(complaint.reference, actor.login, actor.all_groups):
        raise NotFound(f"There is no case {complaint.reference}.")


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

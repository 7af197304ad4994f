"""Record a complaint and start its process (ISO 10002, 7.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from engine.authority import may
from engine.commands.effects.settle import Case, settle
from engine.commands.lodging_checks import check, check_values
from engine.commands.starting import complaints_process, new_id, new_instance
from engine.desk import Desk
from engine.errors import InvalidForm
from engine.events.case import ComplaintReceived
from engine.feel.values import from_python
from engine.model.complaint import Complainant, Complaint, Kind
from engine.model.package import INTAKE, Definition
from engine.model.people import PUBLIC
from engine.model.request import Command


@dataclass(frozen=True)
class Lodged:
    """What the complainant takes away. `tracking_code` is shown once and kept as a hash only."""

    reference: str
    tracking_code: str
    instance: str
    status: str
    existed: bool = False  #: its `external_id` was here before: nothing was added, and there is no code


@dataclass(frozen=True)
class LodgeComplaint(Command[Lodged]):
    """One complaint. Needed: a description, and an e-mail address unless anonymous.

    `received_at`: when it reached the organisation, if not just now; heard from those who record complaints,
    not from the public. `external_id`: the same one twice adds nothing. `require_address=False`: a record
    from elsewhere that holds no address goes in all the same.
    """

    description: str
    complainant: Complainant
    kind: str = "complaint"
    channel: str = "web"
    language: str = "en"
    subject: str = ""
    product: str = ""
    category: str = ""
    outcome_sought: str = ""
    occurred_on: date | None = None
    received_at: datetime | None = None
    external_id: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)  #: further record fields, FEEL values
    require_address: bool = True


def lodge_complaint(command: LodgeComplaint, desk: Desk) -> Lodged:
    """Record it, start the published process, answer reference and tracking code.

    Raises:
        InvalidForm: fields are missing or wrong.
        WrongState: no process is published yet.
    """
    if not may(desk.actor, "record a complaint"):
        command = replace(command, received_at=None)
    check(command, desk.now)
    known = desk.unit.complaints.by_external_id(command.external_id) if command.external_id else None
    if known is not None:
        if _is_same(known, command, desk):
            return Lodged(known.reference, "", known.instance, known.status, existed=True)
        command = replace(command, external_id=None)
    definition = complaints_process(desk)
    check_values(command.values, _known_keys(desk, definition))
    code = desk.services.secrets.tracking_code()
    complaint = _complaint(command, desk, code)
    desk.unit.complaints.add(complaint)
    instance = new_instance(desk, definition, id=complaint.instance, reference=complaint.reference)
    package = desk.package(instance)
    step = desk.services.runtime.start(package, {}, desk.around(package, complaint))
    received = ComplaintReceived(
        at=desk.now,
        reference=complaint.reference,
        type=complaint.kind.value,
        channel=complaint.channel,
        received_at=complaint.received_at,
        record=_record(complaint),
    )
    case = settle(desk, Case(instance, package, complaint), step, before=[received], tracking_code=code)
    status = case.complaint.status if case.complaint else "open"
    return Lodged(complaint.reference, code, instance.id, status)


def _is_same(known: Complaint, command: LodgeComplaint, desk: Desk) -> bool:
    """Whether the sender has sent the complaint of that `external_id` before.

    Ids are easily guessed: the public is told of a complaint only where it is the same in all its words, and
    cannot keep a record from going in by having taken its id.

    Raises:
        InvalidForm: somebody else took the id that the actor, who records complaints, gives.
    """
    records = may(desk.actor, "record a complaint")
    from_public = known.recorded_by == PUBLIC.login
    same = (known.description, known.complainant) == (command.description.strip(), _who(command))
    if from_public and records and not same:
        raise InvalidForm({"external_id": f"{known.reference}, from the public, has this number already."})
    return same if from_public else records


def _known_keys(desk: Desk, definition: Definition) -> frozenset[str] | None:
    """Further values that the actor may give: the public those of the intake form, others any (None)."""
    if may(desk.actor, "record a complaint"):
        return None
    form = desk.services.form(desk.unit.definitions.package(definition.sha256), INTAKE)
    return frozenset(field.key for field in form.fields) if form else frozenset()


def _who(command: LodgeComplaint) -> Complainant:
    who = command.complainant
    return Complainant(who.name.strip(), who.email.strip(), who.phone.strip(), who.anonymous)


def _complaint(command: LodgeComplaint, desk: Desk, code: str) -> Complaint:
    local_year = desk.now.astimezone(desk.services.config.zone).year
    subject = " ".join(command.subject.split()) or _first_words(command.description)
    return Complaint(
        reference=desk.unit.complaints.next_reference(local_year),
        instance=new_id(),
        kind=Kind(command.kind),
        channel=command.channel,
        language=command.language,
        received_at=command.received_at or desk.now,
        recorded_at=desk.now,
        subject=subject,
        description=command.description.strip(),
        complainant=_who(command),
        tracking_hash=desk.services.secrets.hash_code(code),
        product=command.product.strip(),
        category=command.category.strip(),
        outcome_sought=command.outcome_sought.strip(),
        occurred_on=command.occurred_on,
        external_id=command.external_id or None,
        recorded_by=desk.actor.login,
        record=dict(command.values),
    )


def _record(complaint: Complaint) -> dict[str, object]:
    who = complaint.complainant
    fields = {
        "subject": complaint.subject,
        "description": complaint.description,
        "product": complaint.product,
        "category": complaint.category,
        "outcome_sought": complaint.outcome_sought,
        "occurred_on": from_python(complaint.occurred_on),
        "language": complaint.language,
        "name": who.name,
        "email": who.email,
        "phone": who.phone,
        "anonymous": who.anonymous,
        "external_id": complaint.external_id,
    }
    return {**complaint.record, **{k: v for k, v in fields.items() if v not in ("", None)}}


def _first_words(description: str) -> str:
    line = " ".join(description.split())
    return line if len(line) <= 80 else line[:79].rsplit(" ", 1)[0] + "…"

"""Record a complaint and start its process (ISO 10002, 7.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from engine.commands.effects.settle import Case, settle
from engine.commands.starting import complaints_process, new_instance
from engine.commands.texts import UNPRINTABLE
from engine.desk import Desk
from engine.errors import InvalidForm
from engine.events.case import ComplaintReceived
from engine.feel.values import from_python
from engine.model.complaint import CHANNELS, Complainant, Complaint, Kind
from engine.model.request import Command

_EMAIL = re.compile(r"[^@\s,;<>\"()\[\]\\]{1,64}@[^@\s,;<>\"()\[\]\\]{1,190}\.[^@\s.,;<>\"()\[\]\\]{2,63}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_LIMITS = {"subject": 200, "description": 20_000, "product": 200, "category": 200, "outcome_sought": 5_000}


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

    `received_at`: when it reached the organisation, if not just now. `require_address=False`: a record from
    elsewhere that holds no address goes in all the same.
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
    _check(command, desk.now)
    if command.external_id:
        known = desk.unit.complaints.by_external_id(command.external_id)
        if known is not None:
            return Lodged(known.reference, "", known.instance, known.status, existed=True)
    definition = complaints_process(desk)
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


def _complaint(command: LodgeComplaint, desk: Desk, code: str) -> Complaint:
    local_year = desk.now.astimezone(desk.services.config.zone).year
    subject = command.subject.strip() or _first_words(command.description)
    who = command.complainant
    return Complaint(
        reference=desk.unit.complaints.next_reference(local_year),
        instance=uuid4().hex,
        kind=Kind(command.kind),
        channel=command.channel,
        language=command.language,
        received_at=command.received_at or desk.now,
        recorded_at=desk.now,
        subject=subject,
        description=command.description.strip(),
        complainant=Complainant(who.name.strip(), who.email.strip(), who.phone.strip(), who.anonymous),
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


def _check(command: LodgeComplaint, now: datetime) -> None:
    errors: dict[str, str] = {}
    if not command.description.strip():
        errors["description"] = "Tell us what happened."
    for name, limit in _LIMITS.items():
        text = getattr(command, name)
        if len(text) > limit:
            errors[name] = f"This is too long: {len(text)} characters, and {limit} fit."
        elif UNPRINTABLE.search(text):
            errors[name] = "This holds characters that cannot be kept. Type it again, please."
    who = command.complainant
    for name, text in (("name", who.name), ("email", who.email), ("phone", who.phone)):
        if len(text) > 254 or "\n" in text or "\r" in text or UNPRINTABLE.search(text):
            errors[name] = "Use one line of at most 254 characters."
    if "email" not in errors:
        errors.update(_check_address(command))
    errors.update(_check_choices(command, now))
    if errors:
        raise InvalidForm(errors)


def _check_address(command: LodgeComplaint) -> dict[str, str]:
    who = command.complainant
    if who.email.strip() and not _EMAIL.fullmatch(who.email.strip()):
        return {"email": "This is not an e-mail address. It looks like name@example.org."}
    if not who.email.strip() and not who.anonymous and command.require_address:
        return {"email": "Give an e-mail address so that we can answer, or say that you stay anonymous."}
    return {}


def _check_choices(command: LodgeComplaint, now: datetime) -> dict[str, str]:
    errors = {}
    if command.kind not in list(Kind):
        errors["kind"] = f"Choose one of {', '.join(Kind)}."
    if command.channel not in CHANNELS:
        errors["channel"] = f"Choose one of {', '.join(CHANNELS)}."
    if not _LANGUAGE.fullmatch(command.language):
        errors["language"] = "Give a language tag such as en or zh-TW."
    if command.received_at is not None and command.received_at > now:
        errors["received_at"] = "A complaint cannot have been received in the future."
    if command.occurred_on is not None and command.occurred_on > now.date():
        errors["occurred_on"] = "This day is still to come."
    if command.external_id is not None and len(command.external_id) > 200:
        errors["external_id"] = "Use at most 200 characters."
    return errors

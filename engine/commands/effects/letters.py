"""Mails that a diagram asks for: who is meant, what is written, one outbox row each.

A mail reaches the complainant, people of a role or group, a member of staff by login, whoever has a task
(`assignee of TASK`, by the task's id), or an address of a domain that the organisation has allowed;
nobody else, whatever a diagram says.
"""

from dataclasses import dataclass, replace
from hashlib import sha256

from engine.commands.texts import is_address
from engine.desk import Desk
from engine.errors import InvalidInput
from engine.events import Event
from engine.events.case import MailQueued, MailSkipped
from engine.mails import CODE_MARK, Letter, write_letter
from engine.model.complaint import Complaint
from engine.model.package import Package
from engine.model.settings import ALLOWED_DOMAINS, CONTACT, ORGANISATION
from engine.model.step import MailRequest
from engine.model.work import Instance, OutboxMail, WorkItemState

LETTER_FIELDS = ("reasons", "review_reasons", "question", "remedy_text")
"""What staff write in the record for the complainant to read; no other text of it enters a mail."""

ASSIGNEE_OF = "assignee of "
"""Begins a recipient that stands for whoever has a task."""
NO_ADDRESS = "no address"
"""Why a complainant gets no mail, as the history tells it."""


@dataclass(frozen=True)
class Writing:
    """What all mails of one step share."""

    desk: Desk
    package: Package
    instance: Instance
    complaint: Complaint | None
    tracking_code: str | None = None


def queue_mails(writing: Writing, requests: tuple[MailRequest, ...]) -> list[Event]:
    """Write and queue every mail asked for; tells which were queued and which could not be, and why."""
    told: list[Event] = []
    for number, request in enumerate(requests):
        addresses, skipped = _addresses(writing, request)
        told += [_skip(request, reason) for reason in skipped]
        try:
            if NO_ADDRESS in skipped:
                _keep_for_complainant(writing, request, number)
            told += [_queue(writing, request, address, number) for address in addresses]
        except InvalidInput as wrong:
            told.append(_skip(request, str(wrong)))
    return told


def queue_letter(writing: Writing, mail: str, to: str, values: dict[str, object]) -> list[Event]:
    """Queue one mail that a command asks for itself, where the package has a text of that key."""
    if f"{mail}.en.md" not in {name.rsplit("/", 1)[-1] for name in writing.package.messages}:
        return []
    request = MailRequest(element="", name=mail, mail=mail, to=(to,), at=writing.desk.now, values=values)
    return queue_mails(writing, (request,))


def _skip(request: MailRequest, reason: str) -> Event:
    element = request.element or None
    return MailSkipped(at=request.at, element=element, name=request.name, mail=request.mail, reason=reason)


def _keep_for_complainant(writing: Writing, request: MailRequest, number: int) -> None:
    """Keep a letter that cannot be sent: the complainant reads it on the tracking page."""
    letter = _write(writing, request, "")
    mail = _mail(writing, request, letter, "", number)
    writing.desk.unit.outbox.add(replace(mail, state="kept"))


def _queue(writing: Writing, request: MailRequest, address: str, number: int) -> Event:
    letter = _write(writing, request, address)
    mail = _mail(writing, request, letter, address, number)
    if CODE_MARK in letter.body and writing.tracking_code:
        secret = writing.desk.services.secrets.seal(writing.tracking_code.encode())
        mail = replace(mail, secret=secret)
    writing.desk.unit.outbox.add(mail)
    return MailQueued(
        at=request.at,
        element=request.element or None,
        name=request.name,
        mail=request.mail,
        to=address,
        outbox=mail.id,
    )


def _mail(writing: Writing, request: MailRequest, letter: Letter, address: str, number: int) -> OutboxMail:
    instance = writing.instance
    return OutboxMail(
        id=f"{instance.id}-m{instance.chain_length}-{number}-{_short(address)}",
        key=f"{instance.id}/{instance.chain_length}/{number}/{address}",
        instance=instance.id,
        reference=instance.reference,
        to=address,
        subject=letter.subject,
        body=letter.body,
        html=letter.html,
        created_at=request.at,
        kind=request.mail,
    )


def _write(writing: Writing, request: MailRequest, address: str) -> Letter:
    complaint = writing.complaint
    meant = complaint is not None and "complainant" in request.to and address == complaint.complainant.email
    language = complaint.language if complaint and meant else "en"
    return write_letter(
        writing.package,
        request.mail,
        language,
        _context(writing if meant else replace(writing, tracking_code=None), request),
        zone=writing.desk.services.config.timezone,
        now=request.at,
    )


def _context(writing: Writing, request: MailRequest) -> dict[str, object]:
    """Names that a mail text may use. Nothing that the complainant typed is among them."""
    config = writing.desk.services.config
    complaint, instance = writing.complaint, writing.instance
    clocks = writing.desk.unit.complaints.clocks(complaint.reference) if complaint else ()
    running = [c for c in clocks if c.stopped_at is None]
    ends = {c.name: c.due_at for c in running}
    owner = writing.desk.unit.people.get(complaint.owner) if complaint and complaint.owner else None
    record = complaint.record if complaint else {}
    return {
        **request.values,
        **{name: record[name] for name in LETTER_FIELDS if name in record},
        "reference": complaint.reference if complaint else instance.id,
        "organisation": writing.desk.unit.settings.get(ORGANISATION) or "our complaints team",
        "contact": writing.desk.unit.settings.get(CONTACT) or "",
        "base_url": config.base_url,
        "tracking_link": f"{config.base_url}/track",
        "case_link": f"{config.base_url}/cases/{complaint.reference}" if complaint else config.base_url,
        "task_link": f"{config.base_url}/work",
        "tracking_code": CODE_MARK if writing.tracking_code else None,
        "handler": owner.name if owner else None,
        "task_name": request.name,
        "received": complaint.received_at if complaint else instance.started_at,
        "due": ends,
        "next_due": min(ends.values(), default=None),
        "outcome": request.values.get("outcome") or (complaint.outcome if complaint else None),
    }


def _addresses(writing: Writing, request: MailRequest) -> tuple[list[str], list[str]]:
    found: list[str] = []
    skipped: list[str] = []
    for wanted in request.to or ("",):
        addresses, reason = _resolve(writing, wanted.strip())
        found += [a for a in addresses if a not in found]
        if reason:
            skipped.append(reason)
    return found, skipped


def _resolve(writing: Writing, wanted: str) -> tuple[list[str], str | None]:
    if wanted == "complainant":
        email = writing.complaint.complainant.email if writing.complaint else ""
        return ([email], None) if email else ([], NO_ADDRESS)
    if "@" in wanted:
        domains = (writing.desk.unit.settings.get(ALLOWED_DOMAINS) or "").lower().split()
        domain = wanted.rpartition("@")[2].lower()
        allowed = domain in domains and is_address(wanted)
        return ([wanted], None) if allowed else ([], f"no mail may go to {domain[:80]!r}")
    if wanted.startswith(ASSIGNEE_OF):
        return _who_has(writing, wanted.removeprefix(ASSIGNEE_OF).strip())
    return _staff(writing, wanted)


def _staff(writing: Writing, wanted: str) -> tuple[list[str], str | None]:
    """Addresses of the people whom a login, role or group names."""
    people = [p for p in writing.desk.unit.people.all() if p.active]
    meant = [p for p in people if wanted and (p.login == wanted or wanted in p.roles or wanted in p.groups)]
    written = [p.email for p in meant if p.email]
    if written:
        return written, None
    return [], f"no address for {wanted}" if meant else f"nobody is {wanted or 'named'}"


def _who_has(writing: Writing, element: str) -> tuple[list[str], str | None]:
    """Who has the task, or had it last while it is not open; else those whom it is offered to.

    So it is also where its holder cannot be written to.
    """
    every = writing.desk.unit.work_items.of_instance(writing.instance.id, open_only=False)
    items = [item for item in every if item.element == element]
    if not items:
        return [], f"the task {element} has not begun"
    found: list[str] = []
    for item in [item for item in items if item.state is WorkItemState.OPEN] or items[-1:]:
        holder = writing.desk.unit.people.get(item.assignee) if item.assignee else None  # not a role so named
        own = [holder.email] if holder and holder.active and holder.email else []
        found += own or [address for group in item.groups for address in _staff(writing, group)[0]]
    return list(dict.fromkeys(found)), None if found else f"no address for the task {element}"


def _short(address: str) -> str:
    return sha256(address.encode()).hexdigest()[:8]

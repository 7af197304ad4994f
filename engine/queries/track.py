"""Where a complaint stands, for the complainant: plain facts by milestone, never what staff noted inside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.desk import Desk
from engine.model.complaint import REACTION, REPLY, SURVEY, WITHDRAWAL, Complaint, ConversationEntry
from engine.model.request import Query
from engine.model.work import Clock
from engine.sight import by_code


@dataclass(frozen=True)
class Track(Query["TrackView"]):
    reference: str
    code: str


@dataclass(frozen=True)
class TrackView:
    """What the tracking page shows."""

    reference: str
    language: str
    kind: str
    status: str
    outcome: str | None
    subject: str
    description: str
    outcome_sought: str
    received_at: datetime
    milestones: Mapping[str, datetime]
    clocks: tuple[Clock, ...]  #: those that still run
    conversation: tuple[ConversationEntry, ...]
    letters: tuple["Letter", ...]  #: what the process wrote to the complainant, oldest first
    awaits: frozenset[str]  #: of reply, reaction, withdrawal, survey: what can be done now
    merged_into: str | None
    now: datetime


@dataclass(frozen=True)
class Letter:
    """A letter to the complainant as it was sent or kept, its tracking code as dots."""

    at: datetime
    subject: str
    html: str  #: sanitised
    text: str


def track(query: Track, desk: Desk) -> TrackView:
    """Raises NotFound, with one text and the same work, whether reference or code is wrong."""
    complaint = by_code(desk, query.reference, query.code)
    instance = desk.unit.instances.get(complaint.instance)
    look = desk.services.runtime.look(desk.package(instance), instance.state)
    waited = {w.name for w in look.waiting if w.kind == "message"}
    clocks = desk.unit.complaints.clocks(complaint.reference)
    return TrackView(
        reference=complaint.reference,
        language=complaint.language,
        kind=complaint.kind.value,
        status=complaint.status,
        outcome=complaint.outcome,
        subject=complaint.subject,
        description=complaint.description,
        outcome_sought=complaint.outcome_sought,
        received_at=complaint.received_at,
        milestones=desk.unit.complaints.milestones(complaint.reference),
        clocks=tuple(c for c in clocks if c.stopped_at is None),
        conversation=tuple(desk.unit.complaints.conversation(complaint.reference)),
        letters=_letters(desk, complaint),
        awaits=frozenset(name for name in (REPLY, REACTION, WITHDRAWAL, SURVEY) if name in waited),
        merged_into=complaint.merged_into,
        now=desk.now,
    )


def _letters(desk: Desk, complaint: Complaint) -> tuple[Letter, ...]:
    """Mails to the complainant, without those that carried an entry of the conversation.

    Without an address they were kept, to nobody. None at all where a member of staff has that address: what
    they are written is nobody else's business.
    """
    address = complaint.complainant.email
    if address and address.lower() in {person.email.lower() for person in desk.unit.people.all()}:
        return ()
    said = {entry.at for entry in desk.unit.complaints.conversation(complaint.reference)}
    mails = desk.unit.outbox.of_case(complaint.reference)
    own = (mail for mail in mails if mail.to == address and mail.created_at not in said)
    return tuple(
        Letter(mail.created_at, mail.subject, mail.html, mail.body)
        for mail in sorted(own, key=lambda mail: mail.created_at)
    )

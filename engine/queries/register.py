"""The register of complaints, and one case of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.authority import may, may_take, require
from engine.desk import Desk
from engine.errors import InvalidInput, NotFound
from engine.model.complaint import REACTION, REPLY, WITHDRAWAL, Attachment, Complaint, ConversationEntry
from engine.model.request import Query
from engine.model.step import Incident, InstanceStatus
from engine.model.work import Clock, Instance, OutboxMail, Pause, WorkItem, WorkItemState
from engine.ports.reads import CaseFilter, CaseRow, Page
from engine.queries.incidents import incidents_of
from engine.queries.limits import searched
from engine.queries.masking import masked, sees_personal_data
from engine.sight import seen

_REFERENCE = re.compile(r"\s*[0-9]{4}-[0-9]{6,}\s*")


@dataclass(frozen=True)
class Register(Query[Page[CaseRow]]):
    """Cases that the actor may see. Sight is added to `wanted` here, whatever it says."""

    wanted: CaseFilter


@dataclass(frozen=True)
class CaseCounts(Query[Mapping[str, int]]):
    """Cases by status, and late ones; each number ends at MOST_COUNTED + 1."""


@dataclass(frozen=True)
class FieldValues(Query[Mapping[str, Sequence[str]]]):
    """Distinct values of fields of the register, for filters: the first of each."""

    fields: tuple[str, ...]


@dataclass(frozen=True)
class CaseDetail(Query["CaseView"]):
    reference: str


@dataclass(frozen=True)
class CaseView:
    """One case with everything that its page shows."""

    complaint: Complaint
    instance: Instance
    milestones: Mapping[str, datetime]
    clocks: tuple[Clock, ...]
    pauses: tuple[Pause, ...]
    paused: Pause | None
    conversation: tuple[ConversationEntry, ...]
    attachments: tuple[Attachment, ...]
    mails: tuple[OutboxMail, ...]
    tasks: tuple[WorkItem, ...]  #: all, oldest first
    own_tasks: frozenset[str]  #: ids of open ones that the actor may work on
    incidents: tuple[Incident, ...]
    may: frozenset[
        str
    ]  #: of write, attach, withdraw, pause, resume, convert, extend, merge, reopen, retry, cancel, audit
    awaits: frozenset[str]  #: of reply, reaction: what the process waits for from the complainant
    now: datetime


def register(query: Register, desk: Desk) -> Page[CaseRow]:
    """A page of the register, personal data as the actor may see it.

    Raises:
        InvalidInput: the search is too long, or for words in texts that the actor may not read.
    """
    wanted = query.wanted
    searched(wanted.text)
    if wanted.text.strip() and not sees_personal_data(desk.actor) and not _REFERENCE.fullmatch(wanted.text):
        raise InvalidInput("You see no texts of cases, so search by reference, e.g. 2026-000001.")
    if may(desk.actor, "see every case"):
        wanted = replace(wanted, login=None, groups=frozenset())
    else:
        wanted = replace(wanted, login=desk.actor.login, groups=desk.actor.all_groups)
    page = desk.unit.reads.cases(wanted)
    rows = [replace(row, complaint=masked(row.complaint, desk.actor)) for row in page.items]
    return Page(rows, page.next)


def case_counts(_query: CaseCounts, desk: Desk) -> Mapping[str, int]:
    """Counts of the whole register. Raises NotAllowed."""
    require(desk.actor, "see the register")
    return desk.unit.reads.case_counts()


def field_values(query: FieldValues, desk: Desk) -> Mapping[str, Sequence[str]]:
    """Values to filter by, by field. Raises NotAllowed."""
    require(desk.actor, "see the register")
    return desk.unit.reads.values(query.fields)


def case_detail(query: CaseDetail, desk: Desk) -> CaseView:
    """Raises NotFound also where the actor may not see the case."""
    return view_of(desk, seen(desk, query.reference))


def view_of(desk: Desk, complaint: Complaint) -> CaseView:
    """The case as the actor may see it."""
    unit, reference = desk.unit, complaint.reference
    instance = unit.instances.get(complaint.instance)
    package = desk.package(instance)
    look = desk.services.runtime.look(package, instance.state)
    pauses = tuple(unit.complaints.pauses(reference))
    paused = next((pause for pause in pauses if pause.covers(desk.now)), None)
    tasks = tuple(unit.work_items.of_instance(instance.id, open_only=False))
    personal = sees_personal_data(desk.actor)
    waited = {w.name for w in look.waiting if w.kind == "message"}
    incidents = incidents_of(desk, instance, look)
    return CaseView(
        complaint=masked(complaint, desk.actor),
        instance=instance,
        milestones=unit.complaints.milestones(reference),
        clocks=tuple(unit.complaints.clocks(reference)),
        pauses=pauses,
        paused=paused,
        conversation=tuple(unit.complaints.conversation(reference)) if personal else (),
        attachments=tuple(unit.complaints.attachments(reference)) if personal else (),
        mails=tuple(unit.outbox.of_case(reference)) if personal else (),
        tasks=tasks,
        own_tasks=frozenset(
            t.id
            for t in tasks
            if t.state is WorkItemState.OPEN
            and t.assignee in (None, desk.actor.login)
            and may_take(desk.actor, t)
        ),
        incidents=incidents,
        may=_verbs(
            desk,
            complaint,
            paused is not None,
            WITHDRAWAL in waited,
            bool(incidents) and instance.status is not InstanceStatus.FAILED,
        ),
        awaits=frozenset(name for name in (REPLY, REACTION) if name in waited),
        now=desk.now,
    )


def _verbs(
    desk: Desk, complaint: Complaint, paused: bool, withdrawable: bool, broken: bool
) -> frozenset[str]:
    actor, is_open = desk.actor, complaint.status == "open"
    found = set()
    if may(actor, "write to a complainant"):
        found.add("write")
    if may(actor, "add a file to a case"):
        found.add("attach")
    if may(actor, "withdraw, pause or convert a case") and is_open:
        found |= {"convert", "resume" if paused else "pause"}
        if withdrawable:
            found.add("withdraw")
    if may(actor, "extend, merge or reopen a case"):
        found |= {"extend", "merge"} if is_open else {"reopen"}
    if may(actor, "intervene in an instance"):
        found |= {"cancel"} if is_open else set()
        found |= {"retry"} if broken else set()
    if may(actor, "read the history"):
        found.add("audit")
    return frozenset(found)


@dataclass(frozen=True)
class GetAttachment(Query[tuple[Attachment, bytes]]):
    """One file of a case, with its bytes."""

    reference: str
    attachment: str


def get_attachment(query: GetAttachment, desk: Desk) -> tuple[Attachment, bytes]:
    """Raises NotFound where there is none, or not for the actor."""
    seen(desk, query.reference)
    found = next(
        (a for a in desk.unit.complaints.attachments(query.reference) if a.id == query.attachment), None
    )
    if found is None or not sees_personal_data(desk.actor):
        raise NotFound(f"Case {query.reference} has no such file.")
    return found, desk.services.files.read(found.sha256)

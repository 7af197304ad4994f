"""The register: complaints and what stands around each."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, insert, select

from engine.errors import NotFound
from engine.model.complaint import Attachment, Complainant, Complaint, ConversationEntry, Kind
from engine.model.work import Clock, Pause
from engine.store import records
from engine.store.prepared import Prepared
from engine.store.repositories import sight
from engine.store.search import SEARCHED, searchable
from engine.store.statements import Guarded, for_both, insert_new, insert_or_replace, run
from engine.store.tables import (
    attachments,
    case_texts,
    clocks,
    complaints,
    conversation,
    milestones,
    pauses,
    reference_series,
)

_APART = ("kind", "complainant", "record")
_SAME = tuple(field.name for field in fields(Complaint) if field.name not in _APART)
_PERSON = tuple(field.name for field in fields(Complainant))

_SAVE = Guarded(complaints, "complaint")
_ADD = insert(complaints)
_RUNNING = select(func.min(clocks.c.due_at)).where(
    clocks.c.stopped_at.is_(None), clocks.c.breached_at.is_(None)
)
_WITH_TIMES = select(
    complaints,
    _RUNNING.where(clocks.c.reference == complaints.c.reference).label("next_breach"),
    exists().where(pauses.c.reference == complaints.c.reference).label("paused"),
)
_GET = Prepared(_WITH_TIMES.where(complaints.c.reference == bindparam("reference")))
_BY_EXTERNAL_ID = Prepared(_WITH_TIMES.where(complaints.c.external_id == bindparam("external_id")))
_NEXT = for_both(
    lambda insert: (
        insert(reference_series)
        .values(year=bindparam("year"), last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": reference_series.c.last + 1})
        .returning(reference_series.c.last)
    )
)
_PUT_TEXTS = insert_or_replace(case_texts)
_REACH = insert_new(milestones)
_MILESTONES = (
    select(milestones.c.milestone, milestones.c.at)
    .where(milestones.c.reference == bindparam("reference"))
    .order_by(milestones.c.at, milestones.c.milestone)
)
_PUT_CLOCK = insert_or_replace(clocks)
_CLOCKS = (
    select(clocks)
    .where(clocks.c.reference == bindparam("reference"))
    .order_by(clocks.c.started_at, clocks.c.due_at, clocks.c.name)
)
_NEXT_BREACH = Prepared(_RUNNING.where(clocks.c.reference == bindparam("reference")))
_PUT_PAUSE = insert_or_replace(pauses)
_PAUSES = Prepared(
    select(pauses).where(pauses.c.reference == bindparam("reference")).order_by(pauses.c.started_at)
)
_SAY = insert(conversation)
_CONVERSATION = (
    select(conversation)
    .where(conversation.c.reference == bindparam("reference"))
    .order_by(conversation.c.at, conversation.c.id)
)
_ATTACH = insert(attachments)
_ATTACHMENTS = (
    select(attachments)
    .where(attachments.c.reference == bindparam("reference"))
    .order_by(attachments.c.added_at, attachments.c.id)
)


class SqlComplaints:
    """Rows of `complaints` and the tables around it.

    `lazy`: the record of a complaint is read when it is asked for, which may be until the transaction ends.
    """

    def __init__(self, connection: Connection, *, lazy: bool) -> None:
        self._connection = connection
        self._lazy = lazy
        self._read: dict[str, Complaint] = {}
        self._pauses: dict[str, Sequence[Pause]] = {}  #: as they stand in this transaction
        self._next_breach: dict[str, datetime | None] = {}  #: likewise

    def next_reference(self, year: int) -> str:
        return f"{year:04d}-{run(self._connection, _NEXT, {'year': year}).scalar_one():06d}"

    def add(self, complaint: Complaint) -> None:
        self._connection.execute(_ADD, to_row(complaint))
        records.add(self._connection, complaint.reference, complaint.record)
        self._put_texts(complaint)
        self._read[complaint.reference] = complaint

    def get(self, reference: str) -> Complaint:
        found = self._one(_GET, {"reference": reference})
        if found is None:
            raise NotFound(f"There is no complaint '{reference}'")
        return found

    def save(self, complaint: Complaint) -> Complaint:
        before = self._read.get(complaint.reference)
        row = to_row(complaint)
        was = to_row(before) if before else {}
        changed = {name: value for name, value in row.items() if name not in was or was[name] != value}
        _SAVE.save(self._connection, complaint.version, {"reference": complaint.reference}, changed)
        records.save(
            self._connection, complaint.reference, before.record if before else None, complaint.record
        )
        if before is None or SEARCHED(before) != SEARCHED(complaint):
            self._put_texts(complaint)
        sight.graded(self._connection, before, complaint)
        saved = replace(complaint, version=complaint.version + 1)
        self._read[complaint.reference] = saved
        return saved

    def by_external_id(self, external_id: str) -> Complaint | None:
        return self._one(_BY_EXTERNAL_ID, {"external_id": external_id})

    def reach(self, reference: str, milestone: str, at: datetime) -> bool:
        row = {"reference": reference, "milestone": milestone, "at": at}
        return run(self._connection, _REACH, row).rowcount == 1

    def milestones(self, reference: str) -> Mapping[str, datetime]:
        return dict(self._connection.execute(_MILESTONES, {"reference": reference}).all())

    def clocks(self, reference: str) -> Sequence[Clock]:
        return [Clock(**row._mapping) for row in self._connection.execute(_CLOCKS, {"reference": reference})]

    def next_breach(self, reference: str) -> datetime | None:
        if reference not in self._next_breach:
            self._next_breach[reference] = _NEXT_BREACH.scalar(self._connection, {"reference": reference})
        return self._next_breach[reference]

    def put_clock(self, clock: Clock) -> None:
        run(self._connection, _PUT_CLOCK, _plain(clock))
        sight.due_anew(self._connection, clock.reference)
        self._next_breach.pop(clock.reference, None)

    def pauses(self, reference: str) -> Sequence[Pause]:
        if reference not in self._pauses:
            rows = _PAUSES.all(self._connection, {"reference": reference})
            self._pauses[reference] = [Pause(**row) for row in rows]
        return self._pauses[reference]

    def put_pause(self, pause: Pause) -> None:
        run(self._connection, _PUT_PAUSE, _plain(pause))
        self._pauses.pop(pause.reference, None)

    def say(self, entry: ConversationEntry) -> None:
        self._connection.execute(_SAY, _plain(entry))

    def conversation(self, reference: str) -> Sequence[ConversationEntry]:
        rows = self._connection.execute(_CONVERSATION, {"reference": reference})
        return [ConversationEntry(**row._mapping) for row in rows]

    def attach(self, attachment: Attachment) -> None:
        self._connection.execute(_ATTACH, _plain(attachment))

    def attachments(self, reference: str) -> Sequence[Attachment]:
        rows = self._connection.execute(_ATTACHMENTS, {"reference": reference})
        return [Attachment(**row._mapping) for row in rows]

    def _one(self, statement: Prepared, wanted: Mapping[str, str]) -> Complaint | None:
        row = statement.first(self._connection, wanted)
        if row is None:
            return None
        read = records.StoredRecord if self._lazy else records.whole
        found = _of_values(row, read(self._connection, row["reference"]))
        self._read[found.reference] = found
        self._next_breach[found.reference] = row["next_breach"]
        if not row["paused"]:
            self._pauses[found.reference] = ()
        return found

    def _put_texts(self, complaint: Complaint) -> None:
        row = {"reference": complaint.reference, "search": searchable(complaint)}
        run(self._connection, _PUT_TEXTS, row)


def to_row(complaint: Complaint) -> dict[str, object]:
    """The complaint as its row."""
    row: dict[str, object] = {name: getattr(complaint, name) for name in _SAME}
    row |= {f"complainant_{name}": getattr(complaint.complainant, name) for name in _PERSON}
    row["kind"] = complaint.kind.value
    return row


def of_row(row: Row[Any], record: Mapping[str, object]) -> Complaint:
    """The row as a complaint with that record; the row may hold more columns."""
    return _of_values(row._asdict(), record)


def _of_values(values: Mapping[str, Any], record: Mapping[str, object]) -> Complaint:
    return Complaint(
        kind=Kind(values["kind"]),
        complainant=Complainant(*(values[f"complainant_{name}"] for name in _PERSON)),
        record=record,
        **{name: values[name] for name in _SAME},
    )


def _plain(value: Clock | Pause | ConversationEntry | Attachment) -> dict[str, object]:
    return {field.name: getattr(value, field.name) for field in fields(value)}

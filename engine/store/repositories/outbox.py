"""Mails that wait to be sent, and those that were."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Row, bindparam, or_, select, update

from engine.errors import NotFound
from engine.model.work import OutboxMail
from engine.store.statements import insert_new, run
from engine.store.tables import outbox

_SAME = tuple(field.name for field in fields(OutboxMail) if field.name != "instance")

_ADD = insert_new(outbox)
_GET = select(outbox).where(outbox.c.id == bindparam("mail"))
_free = or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= bindparam("real_at"))
_DUE = (
    select(outbox.c.id)
    .where(outbox.c.due_at.is_not(None), outbox.c.due_at <= bindparam("at"), _free)
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("limit"))
)
_if_due = (
    update(outbox)
    .where(outbox.c.id == bindparam("mail"), outbox.c.due_at <= bindparam("at"), _free)
    .returning(*outbox.c)
)
_CLAIM = _if_due.values(state="sending", lease_until=bindparam("until"), due_at=bindparam("until"))
_KEEP = _if_due.values(
    state="kept",
    attempts=outbox.c.attempts + 1,
    sent_at=bindparam("at"),
    due_at=None,
    lease_until=None,
    secret=None,
    error="",
)
_SAVE = (
    update(outbox)
    .where(outbox.c.id == bindparam("mail"))
    .values({name: bindparam(f"new_{name}") for name in (*_SAME, "due_at") if name != "id"})
)
_OF_CASE = (
    select(outbox)
    .where(outbox.c.reference == bindparam("reference"))
    .order_by(outbox.c.created_at, outbox.c.id)
)


class Errands(Protocol):
    """Where workers are told of a new mail."""

    def for_mail(self, mail: str) -> None: ...


class SqlOutbox:
    """Rows of `outbox`."""

    def __init__(self, connection: Connection, errands: Errands) -> None:
        self._connection = connection
        self._errands = errands

    def add(self, mail: OutboxMail) -> bool:
        new = run(self._connection, _ADD, {"instance_id": mail.instance, **to_row(mail)}).rowcount == 1
        if new and mail.state == "queued":
            self._errands.for_mail(mail.id)
        return new

    def get(self, mail: str) -> OutboxMail:
        row = self._connection.execute(_GET, {"mail": mail}).first()
        if row is None:
            raise NotFound(f"There is no mail '{mail}'")
        return of_row(row)

    def due(self, at: datetime, limit: int = 100, *, real_at: datetime | None = None) -> Sequence[str]:
        return self._connection.scalars(_DUE, {"at": at, "real_at": real_at or at, "limit": limit}).all()

    def claim(
        self, mail: str, at: datetime, lease: timedelta, *, real_at: datetime | None = None
    ) -> OutboxMail | None:
        real_at = real_at or at
        when = {"at": at, "real_at": real_at, "until": real_at + lease}
        return self._changed(_CLAIM, {"mail": mail, **when})

    def keep(self, mail: str, at: datetime, *, real_at: datetime) -> OutboxMail | None:
        return self._changed(_KEEP, {"mail": mail, "at": at, "real_at": real_at})

    def _changed(self, statement: Any, values: dict[str, object]) -> OutboxMail | None:
        row = self._connection.execute(statement, values).first()
        return None if row is None else of_row(row)

    def save(self, mail: OutboxMail) -> None:
        row = {f"new_{name}": value for name, value in to_row(mail).items() if name != "id"}
        if self._connection.execute(_SAVE, {"mail": mail.id, **row}).rowcount != 1:
            raise NotFound(f"There is no mail '{mail.id}'")

    def of_case(self, reference: str) -> Sequence[OutboxMail]:
        return [of_row(row) for row in self._connection.execute(_OF_CASE, {"reference": reference})]


def to_row(mail: OutboxMail) -> dict[str, object]:
    """The mail as its row, without the instance."""
    row: dict[str, object] = {name: getattr(mail, name) for name in _SAME}
    row["due_at"] = {
        "queued": mail.next_try_at or mail.created_at,
        "sending": mail.lease_until or mail.created_at,
    }.get(mail.state)
    return row


def of_row(row: Row[Any]) -> OutboxMail:
    """The row as a mail."""
    values: dict[str, Any] = row._asdict()
    return OutboxMail(instance=values["instance_id"], **{name: values[name] for name in _SAME})

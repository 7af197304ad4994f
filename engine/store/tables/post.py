"""What leaves and what comes in: the outbox of mails and the inbox of messages."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, LargeBinary, Table, Text

from engine.store.tables.base import metadata
from engine.store.types import Names, UtcDateTime, Values

outbox = Table(
    "outbox",
    metadata,
    Column("instance_id", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("reference", Text),
    Column("to", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("lease_until", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("error", Text, nullable=False),
    Column("secret", LargeBinary),
    Column("due_at", UtcDateTime),  # when a worker may take it: null once it is sent, kept or failed
    CheckConstraint("state in ('queued', 'sending', 'sent', 'kept', 'failed')", name="state"),
    Index("uq_outbox_id", "id", unique=True),
    Index("uq_outbox_key", "key", unique=True),
    Index(None, "created_at", "id"),
    Index(None, "reference", "created_at"),
    Index(None, "state"),
)
_due = outbox.c.due_at.is_not(None)
Index(None, outbox.c.due_at, outbox.c.id, sqlite_where=_due, postgresql_where=_due)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),  # wire text of the correlation key
    Column("values", Values, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("delivered_to", Names, nullable=False),
    Column("taken", Boolean, nullable=False),
    Index(None, "name", "taken", "received_at", "id"),
)

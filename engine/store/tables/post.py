"""What leaves, what comes in, and what is still to be done: outbox of mails, inbox of messages, jobs."""

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
    Column("kind", Text, nullable=False, server_default=""),
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
_kept = inbox.c.taken.is_(False)
Index(
    None,
    inbox.c.name,
    inbox.c.key,
    inbox.c.received_at,
    inbox.c.id,
    sqlite_where=_kept,
    postgresql_where=_kept,
)

jobs = Table(
    "jobs",  # what one command leaves to others, each in a transaction of its own; a row that is done goes
    metadata,
    Column("instance_id", Text, primary_key=True),  # jobs of one instance run one after the other
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("values", Values, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("due_at", UtcDateTime),  # null unless it is queued
    Column("hops", Integer, nullable=False, server_default="1"),
    CheckConstraint("state in ('queued', 'parked', 'failed')", name="state"),
    Index("uq_jobs_id", "id", unique=True),
    Index(None, "state"),
)
_queued = jobs.c.due_at.is_not(None)
Index(None, jobs.c.due_at, jobs.c.id, sqlite_where=_queued, postgresql_where=_queued)

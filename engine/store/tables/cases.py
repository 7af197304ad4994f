"""The register: complaints with their milestones, clocks, pauses, conversation and files."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Date, Index, Integer, Table, Text

from engine.store.tables.base import metadata, refers_to
from engine.store.types import UtcDateTime

complaints = Table(
    "complaints",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("instance", Text, refers_to("instances.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("subject", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("complainant_name", Text, nullable=False),
    Column("complainant_email", Text, nullable=False),
    Column("complainant_phone", Text, nullable=False),
    Column("complainant_anonymous", Boolean, nullable=False),
    Column("tracking_hash", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("outcome_sought", Text, nullable=False),
    Column("occurred_on", Date),
    Column("external_id", Text),
    Column("status", Text, nullable=False),
    Column("outcome", Text),
    Column("severity", Integer),
    Column("priority", Text),
    Column("owner", Text),
    Column("closed_at", UtcDateTime),
    Column("merged_into", Text),
    Column("recorded_by", Text, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("status in ('open', 'closed')", name="status"),
    CheckConstraint("version >= 0", name="version"),
    Index("uq_complaints_external_id", "external_id", unique=True),
    Index(None, "received_at", "reference"),
    Index(None, "status", "received_at", "reference"),
    Index(None, "instance"),
    *(
        Index(None, field, "received_at", "reference")
        for field in ("category", "channel", "kind", "product", "outcome", "owner")
    ),
    Index(None, "severity", "reference"),
)

case_texts = Table(
    "case_texts",  # by what a case is found: apart, as few steps of a case change it
    metadata,
    Column("reference", Text, refers_to("complaints.reference"), primary_key=True),
    Column("search", Text, nullable=False),  # folded: without case and accents
)

case_records = Table(
    "case_records",  # further fields of a case, a row each: a step reads and writes those that it names
    metadata,
    Column("reference", Text, refers_to("complaints.reference"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("size", Integer, nullable=False),  # characters of the value
    Column("value", Text, nullable=False),  # wire text
)

milestones = Table(
    "milestones",
    metadata,
    Column("reference", Text, refers_to("complaints.reference"), primary_key=True),
    Column("milestone", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

clocks = Table(
    "clocks",
    metadata,
    Column("reference", Text, refers_to("complaints.reference"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("stop", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("limit", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("pausable", Boolean, nullable=False),
    Column("escalate_to", Text, nullable=False),
    Column("stopped_at", UtcDateTime),
    Column("breached_at", UtcDateTime),
    Column("extended_reason", Text),
)
_running = clocks.c.stopped_at.is_(None)
_late = clocks.c.stopped_at.is_(None) & clocks.c.breached_at.is_not(None)
Index(
    "ix_clocks_running", clocks.c.due_at, clocks.c.reference, sqlite_where=_running, postgresql_where=_running
)
Index("ix_clocks_late", clocks.c.reference, sqlite_where=_late, postgresql_where=_late)

pauses = Table(
    "pauses",
    metadata,
    Column("reference", Text, refers_to("complaints.reference"), primary_key=True),
    Column("started_at", UtcDateTime, primary_key=True),
    Column("until", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("awaiting", Text, nullable=False),
    Column("ended_at", UtcDateTime),
)

conversation = Table(
    "conversation",
    metadata,
    Column("reference", Text, refers_to("complaints.reference"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("direction", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    Column("reference", Text, refers_to("complaints.reference"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("filename", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", Text, nullable=False),
)

reference_series = Table(
    "reference_series",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

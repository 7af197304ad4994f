"""The register of complaints."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    _complaints()
    _milestones()
    _clocks()
    _pauses()
    _conversation()
    _attachments()
    _reference_series()


def _complaints() -> None:
    op.create_table(
        "complaints",
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("instance", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("complainant_name", sa.Text, nullable=False),
        sa.Column("complainant_email", sa.Text, nullable=False),
        sa.Column("complainant_phone", sa.Text, nullable=False),
        sa.Column("complainant_anonymous", sa.Boolean, nullable=False),
        sa.Column("tracking_hash", sa.Text, nullable=False),
        sa.Column("product", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("outcome_sought", sa.Text, nullable=False),
        sa.Column("occurred_on", sa.Date),
        sa.Column("external_id", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("severity", sa.Integer),
        sa.Column("priority", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("closed_at", MOMENT),
        sa.Column("merged_into", sa.Text),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("search", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_complaints"),
        sa.CheckConstraint("status in ('open', 'closed')", name=op.f("ck_complaints_status")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_complaints_version")),
        sa.ForeignKeyConstraint(
            ["instance"],
            ["instances.id"],
            name="fk_complaints_instance",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_complaints_category_received_at_reference", "complaints", ["category", "received_at", "reference"]
    )
    op.create_index(
        "ix_complaints_channel_received_at_reference", "complaints", ["channel", "received_at", "reference"]
    )
    op.create_index("ix_complaints_instance", "complaints", ["instance"])
    op.create_index(
        "ix_complaints_outcome_received_at_reference", "complaints", ["outcome", "received_at", "reference"]
    )
    op.create_index(
        "ix_complaints_owner_received_at_reference", "complaints", ["owner", "received_at", "reference"]
    )
    op.create_index(
        "ix_complaints_product_received_at_reference", "complaints", ["product", "received_at", "reference"]
    )
    op.create_index("ix_complaints_received_at_reference", "complaints", ["received_at", "reference"])
    op.create_index(
        "ix_complaints_status_received_at_reference", "complaints", ["status", "received_at", "reference"]
    )
    op.create_index("uq_complaints_external_id", "complaints", ["external_id"], unique=True)


def _milestones() -> None:
    op.create_table(
        "milestones",
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("milestone", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("reference", "milestone", name="pk_milestones"),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["complaints.reference"],
            name="fk_milestones_reference",
            deferrable=True,
            initially="DEFERRED",
        ),
    )


def _clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("stop", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("limit", sa.Text, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("pausable", sa.Boolean, nullable=False),
        sa.Column("escalate_to", sa.Text, nullable=False),
        sa.Column("stopped_at", MOMENT),
        sa.Column("breached_at", MOMENT),
        sa.Column("extended_reason", sa.Text),
        sa.PrimaryKeyConstraint("reference", "name", name="pk_clocks"),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["complaints.reference"],
            name="fk_clocks_reference",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        "ix_clocks_late",
        "clocks",
        ["reference"],
        sqlite_where=sa.text("stopped_at IS NULL AND breached_at IS NOT NULL"),
        postgresql_where=sa.text("stopped_at IS NULL AND breached_at IS NOT NULL"),
    )
    op.create_index(
        "ix_clocks_running",
        "clocks",
        ["due_at", "reference"],
        sqlite_where=sa.text("stopped_at IS NULL"),
        postgresql_where=sa.text("stopped_at IS NULL"),
    )


def _pauses() -> None:
    op.create_table(
        "pauses",
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("awaiting", sa.Text, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("reference", "started_at", name="pk_pauses"),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["complaints.reference"],
            name="fk_pauses_reference",
            deferrable=True,
            initially="DEFERRED",
        ),
    )


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reference", "id", name="pk_conversation"),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["complaints.reference"],
            name="fk_conversation_reference",
            deferrable=True,
            initially="DEFERRED",
        ),
    )


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("filename", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reference", "id", name="pk_attachments"),
        sa.ForeignKeyConstraint(
            ["reference"],
            ["complaints.reference"],
            name="fk_attachments_reference",
            deferrable=True,
            initially="DEFERRED",
        ),
    )


def _reference_series() -> None:
    op.create_table(
        "reference_series",
        sa.Column("year", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_reference_series"),
    )

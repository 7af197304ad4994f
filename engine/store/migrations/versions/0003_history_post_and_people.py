"""The history; mails and messages; staff, settings and kept answers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    _history()
    _history_values()
    _outbox()
    _inbox()
    _people()
    _tokens()
    _settings()
    _answers()


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("element", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("previous_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "seq", name="pk_history"),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_history_seq")),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["instances.id"],
            name="fk_history_instance_id",
            deferrable=True,
            initially="DEFERRED",
        ),
    )


def _history_values() -> None:
    op.create_table(
        "history_values",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("commitment", sa.Text, nullable=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "seq", "commitment", name="pk_history_values"),
        sa.ForeignKeyConstraint(
            ["instance_id", "seq"],
            ["history.instance_id", "history.seq"],
            name="fk_history_values_instance_id_seq",
            deferrable=True,
            initially="DEFERRED",
        ),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("reference", sa.Text),
        sa.Column("to", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", MOMENT),
        sa.Column("lease_until", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("secret", sa.LargeBinary),
        sa.Column("due_at", MOMENT),
        sa.PrimaryKeyConstraint("instance_id", "id", name="pk_outbox"),
        sa.CheckConstraint(
            "state in ('queued', 'sending', 'sent', 'kept', 'failed')", name=op.f("ck_outbox_state")
        ),
    )
    op.create_index("ix_outbox_created_at_id", "outbox", ["created_at", "id"])
    op.create_index(
        "ix_outbox_due_at_id",
        "outbox",
        ["due_at", "id"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_outbox_reference_created_at", "outbox", ["reference", "created_at"])
    op.create_index("ix_outbox_state", "outbox", ["state"])
    op.create_index("uq_outbox_id", "outbox", ["id"], unique=True)
    op.create_index("uq_outbox_key", "outbox", ["key"], unique=True)


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("values", sa.Text, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("delivered_to", sa.Text, nullable=False),
        sa.Column("taken", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_name_taken_received_at_id", "inbox", ["name", "taken", "received_at", "id"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("groups", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("login", name="pk_people"),
    )


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.PrimaryKeyConstraint("hash", name="pk_tokens"),
        sa.ForeignKeyConstraint(
            ["login"], ["people.login"], name="fk_tokens_login", deferrable=True, initially="DEFERRED"
        ),
    )
    op.create_index("ix_tokens_login", "tokens", ["login"])


def _settings() -> None:
    op.create_table(
        "settings",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("caller", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("caller", "key", name="pk_answers"),
    )
    op.create_index("ix_answers_at", "answers", ["at"])

"""Attempts at doors that stand open to everybody, where several machines count them together."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None
stage = "before"


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("moments", sa.Text, nullable=False),
        sa.Column("until", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_attempts"),
    )
    op.create_index("ix_attempts_until", "attempts", ["until"])

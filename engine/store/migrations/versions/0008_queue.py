"""Procrastinate's queue, which tells the workers of a shared database what to look after.

Its schema is the library's own, as the installed release ships it. Where a later release changes it, a step
of ours is to bring older databases to the same; a test of its hash says when. On SQLite there is no
queue. Beside it an index by which a kept message is found by its key.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None
stage = "before"

SCHEMA = "c70ec4b400a60ad9592787653aae5ae77ae41bf801d56b5bd2712751a07f2009"
"""SHA-256 of the schema of Procrastinate 3.10, whose last step is `03.04.00_50_post_…`."""


def upgrade() -> None:
    op.create_index(
        "ix_inbox_name_key_received_at_id",
        "inbox",
        ["name", "key", "received_at", "id"],
        sqlite_where=sa.text("taken IS 0"),
        postgresql_where=sa.text("taken IS false"),
    )
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        connection: Any = bind.connection.driver_connection
        connection.execute(SchemaManager.get_schema())  # by the driver itself: per cent signs are no places

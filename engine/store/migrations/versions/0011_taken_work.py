"""The list of one person holds what that person has or had, and no item that nobody has taken.

Others are read from the lists of groups: no list is read from all items, so none is kept of them. A task is
opened and completed with fewer entries to write.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
stage = "before"

TAKEN = sa.text("assignee IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_work_items_taken",
        "work_items",
        ["assignee", "state", "due_order", "urgency", "opened_at", "instance_id", "task"],
        sqlite_where=TAKEN,
        postgresql_where=TAKEN,
    )
    for name in ("ix_work_items_list", "ix_work_items_own"):
        op.drop_index(name, "work_items")  # last: on PostgreSQL it holds everybody up

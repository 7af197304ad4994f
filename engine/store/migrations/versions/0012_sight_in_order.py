"""Who may see a case stands with what the register is sorted by: everybody's own is read in its order.

Rows of lists and of people take on status, receipt, severity and first due clock of their case.
"""

import sqlalchemy as sa
from alembic import op

from engine.store.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
stage = "stop"

ORDERS = {
    "received": ["case_received_at", "reference"],
    "severity": ["case_severity", "reference"],
    "due": ["case_due_at", "reference"],
    "reference": ["reference"],
}
FROM_CASE = {
    "case_status": "SELECT c.status FROM complaints c WHERE c.reference = {table}.reference",
    "case_received_at": "SELECT c.received_at FROM complaints c WHERE c.reference = {table}.reference",
    "case_severity": "SELECT c.severity FROM complaints c WHERE c.reference = {table}.reference",
    "case_due_at": "SELECT min(k.due_at) FROM clocks k WHERE k.reference = {table}.reference"
    " AND k.stopped_at IS NULL",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for column in _of_case():
            op.add_column("work_item_groups", column)
    else:
        _work_item_groups()
    op.drop_index("ix_work_item_groups_reference_group_name", "work_item_groups", if_exists=True)
    _case_people()
    for table, who in (("work_item_groups", "group_name"), ("case_people", "login")):
        values = ", ".join(f"{name} = ({found.format(table=table)})" for name, found in FROM_CASE.items())
        op.execute(f"UPDATE {table} SET {values}")  # noqa: S608 - our own names
        for name, columns in ORDERS.items():
            op.create_index(f"ix_{table}_{name}", table, [who, "case_status", *columns])


def _of_case() -> list[sa.Column[object]]:
    return [
        sa.Column("case_status", sa.Text),
        sa.Column("case_received_at", UtcDateTime),
        sa.Column("case_severity", sa.Integer),
        sa.Column("case_due_at", UtcDateTime),
    ]


def _work_item_groups() -> None:
    """The table anew, within the index of its key."""
    listed = ["instance_id", "task", "group_name", "reference", "claimed"]
    listed += ["due_order", "urgency", "opened_at", "barred"]
    op.rename_table("work_item_groups", "old_work_item_groups")
    op.create_table(
        "work_item_groups",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("task", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("group_name", sa.Text, nullable=False),
        sa.Column("reference", sa.Text),
        sa.Column("claimed", sa.Boolean, nullable=False),
        sa.Column("due_order", UtcDateTime, nullable=False),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("barred", sa.Text),
        *_of_case(),
        sa.PrimaryKeyConstraint("instance_id", "task", "group_name", name="pk_work_item_groups"),
        sa.ForeignKeyConstraint(
            ["instance_id", "task"],
            ["work_items.instance_id", "work_items.task"],
            name="fk_work_item_groups_instance_id_task",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_with_rowid=False,
    )
    names = ", ".join(listed)
    op.execute(f"INSERT INTO work_item_groups ({names}) SELECT {names} FROM old_work_item_groups")  # noqa: S608
    op.drop_table("old_work_item_groups")
    op.create_index(
        "ix_work_item_groups_list",
        "work_item_groups",
        ["group_name", "claimed", "due_order", "urgency", "opened_at", "instance_id", "task", "barred"],
    )


def _case_people() -> None:
    """The table anew, with the case in front of its key: the people of a case are looked up too."""
    op.rename_table("case_people", "old_case_people")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE old_case_people RENAME CONSTRAINT pk_case_people TO pk_old_case_people")
    op.create_table(
        "case_people",
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        *_of_case(),
        sa.PrimaryKeyConstraint("reference", "login", name="pk_case_people"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO case_people (reference, login) SELECT reference, login FROM old_case_people")
    op.drop_table("old_case_people")

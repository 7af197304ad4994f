"""Instances, what they wait for, and the work of people. Keys begin with the instance."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from engine.store.tables.base import COMPACT, metadata, refer_to, refers_to
from engine.store.types import Names, UtcDateTime, Values

instances = Table(
    "instances",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("definition_version", Integer, nullable=False),
    Column("package", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("next_timer_at", UtcDateTime),
    Column("next_due_at", UtcDateTime),
    Column("reference", Text),
    Column("chain_length", Integer, nullable=False),
    Column("chain_head", Text, nullable=False),
    CheckConstraint("version >= 0", name="version"),
    CheckConstraint("chain_length >= 0", name="chain_length"),
)
_due = instances.c.next_due_at.is_not(None)
_running = instances.c.ended_at.is_(None)
Index(None, instances.c.next_due_at, instances.c.id, sqlite_where=_due, postgresql_where=_due)
Index(
    None,
    instances.c.key,
    instances.c.definition_version,
    sqlite_where=_running,
    postgresql_where=_running,
)
Index(None, instances.c.status, instances.c.started_at, instances.c.id)
Index(None, instances.c.started_at, instances.c.id)
Index(None, instances.c.reference)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("instance_id", Text, refers_to("instances.id"), primary_key=True),
    Column(
        "position", BigInteger, primary_key=True, autoincrement=False
    ),  # rises with age over all instances
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),  # wire text of the correlation key
    Column("element", Text, nullable=False),
    Index(None, "kind", "name", "key", "position"),
    Index(None, "position"),
)

ORDER = ("due_order", "urgency", "opened_at", "instance_id", "task")
"""Of a list: due first, none due last; the more urgent, the less; then the older; then any one order."""

work_items = Table(
    "work_items",
    metadata,
    Column("instance_id", Text, refers_to("instances.id"), primary_key=True),
    Column("task", Integer, primary_key=True, autoincrement=False),
    Column("element", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("form", Text),
    Column("reference", Text),
    Column("groups", Names, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("assignee", Text),
    Column("due_at", UtcDateTime),
    Column("priority", Integer, nullable=False),
    Column("milestone", Text),
    Column("barred", Names, nullable=False),
    Column("draft", Values),
    Column("closed_at", UtcDateTime),
    Column("closed_by", Text),
    Column("version", Integer, nullable=False),
    Column("due_order", UtcDateTime, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("search", Text, nullable=False),  # folded name and reference
    CheckConstraint("state in ('open', 'done', 'cancelled')", name="state"),
    Index(None, "reference", "state"),
)
_taken = work_items.c.assignee.is_not(None)
Index(
    "ix_work_items_taken",  # lists of others are read from the lists of their groups
    work_items.c.assignee,
    work_items.c.state,
    *(work_items.c[name] for name in ORDER),
    sqlite_where=_taken,
    postgresql_where=_taken,
)
_closed = work_items.c.closed_by.is_not(None)
Index(
    "ix_work_items_part",  # who did what in a case, read without the items themselves
    work_items.c.instance_id,
    work_items.c.element,
    work_items.c.closed_by,
    sqlite_where=_closed,
    postgresql_where=_closed,
)

CASE_ORDERS = {
    "received": ("case_received_at", "reference"),
    "severity": ("case_severity", "reference"),
    "due": ("case_due_at", "reference"),
    "reference": ("reference",),
}
"""By what everybody's register is sorted, of the cases with one status."""


def _of_case() -> list[Column[Any]]:
    """What the register is sorted by, as it stands with the case; null where there is no case.

    Kept beside who may see the case, for a list can only be read in its order from one index.
    """
    return [
        Column("case_status", Text),
        Column("case_received_at", UtcDateTime),
        Column("case_severity", Integer),
        Column("case_due_at", UtcDateTime),  # of the running clock that is due first
    ]


def _case_orders(table: str, who: str) -> list[Index]:
    """An index for each order of one person's or one group's cases."""
    return [
        Index(f"ix_{table}_{name}", who, "case_status", *columns) for name, columns in CASE_ORDERS.items()
    ]


work_item_groups = Table(
    "work_item_groups",  # of open items only: where a list of a group is read from
    metadata,
    Column("instance_id", Text, primary_key=True),
    Column("task", Integer, primary_key=True, autoincrement=False),
    Column("group_name", Text, primary_key=True),
    Column("reference", Text),
    Column("claimed", Boolean, nullable=False),
    Column("due_order", UtcDateTime, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("barred", Names),  # null where nobody is
    *_of_case(),
    refer_to(["instance_id", "task"], ["work_items.instance_id", "work_items.task"]),
    Index("ix_work_item_groups_list", "group_name", "claimed", *ORDER, "barred"),  # counting reads it alone
    *_case_orders("work_item_groups", "group_name"),
    **COMPACT,
)

case_people = Table(
    "case_people",  # who has or had a task of a case
    metadata,
    Column("reference", Text, primary_key=True),
    Column("login", Text, primary_key=True),
    *_of_case(),
    *_case_orders("case_people", "login"),
    **COMPACT,
)

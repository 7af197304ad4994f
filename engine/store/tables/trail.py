"""The history: one row an entry, only ever appended, and beside it the personal values that may be erased.

The installation has a history of its own, of who changed its settings, in a chain of its own.
"""

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text

from engine.store.tables.base import COMPACT, metadata, refer_to, refers_to
from engine.store.types import Digest, UtcDateTime

history = Table(
    "history",
    metadata,
    Column("instance_id", Text, refers_to("instances.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("element", Text),
    Column("name", Text),
    Column("data", Text, nullable=False),  # canonical JSON
    Column("previous_hash", Digest, nullable=False),
    Column("hash", Digest, nullable=False),
    CheckConstraint("seq >= 1", name="seq"),
)

history_values = Table(
    "history_values",
    metadata,
    Column("instance_id", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("commitment", Digest, primary_key=True),
    Column("salt", Digest, nullable=False),
    Column("value", Text, nullable=False),
    refer_to(["instance_id", "seq"], ["history.instance_id", "history.seq"]),
    **COMPACT,
)

house_history = Table(
    "house_history",  # of the installation itself; its chain's end is a setting
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("element", Text),
    Column("name", Text),
    Column("data", Text, nullable=False),  # canonical JSON
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("seq >= 1", name="seq"),
)

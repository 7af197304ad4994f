"""Entries take less room: hashes, commitments and salts as bytes, and on SQLite kept texts within their key.

A hash that is none, because somebody changed it, stays as it is: the proof goes on to name it.
"""

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.store.types import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
stage = "stop"

IN_BYTES = {"history": ("previous_hash", "hash"), "history_values": ("commitment", "salt")}

HEXADECIMAL = re.compile("([0-9a-f]{2})*")


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        _in_place()
        return
    bind.connection.driver_connection.create_function("as_bytes", 1, as_bytes, deterministic=True)  # type: ignore[union-attr]
    for name in IN_BYTES:
        op.rename_table(name, f"old_{name}")  # who refers to it goes on doing so
    _history()
    _history_values()
    for name in IN_BYTES:
        _copy(bind, name)
    for name in reversed(IN_BYTES):
        op.drop_table(f"old_{name}")


def as_bytes(text: Any) -> Any:
    """The bytes that a hexadecimal text stands for; anything else as it is."""
    return bytes.fromhex(text) if isinstance(text, str) and HEXADECIMAL.fullmatch(text) else text


def _in_place() -> None:
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, columns in IN_BYTES.items():
        changes = ", ".join(
            f"ALTER COLUMN {name} TYPE bytea USING CASE WHEN {name} ~ '^([0-9a-f]{{2}})*$' "
            f"THEN decode({name}, 'hex') ELSE convert_to({name}, 'UTF8') END"
            for name in columns
        )
        op.execute(f"ALTER TABLE {table} {changes}")


def _copy(bind: sa.Connection, table: str) -> None:
    columns = [column["name"] for column in sa.inspect(bind).get_columns(table)]
    quoted = {name: f'"{name}"' for name in columns}
    taken = [f"as_bytes({quoted[name]})" if name in IN_BYTES[table] else quoted[name] for name in columns]
    bind.exec_driver_sql(
        f"INSERT INTO {table} ({', '.join(quoted.values())}) SELECT {', '.join(taken)} FROM old_{table}"  # noqa: S608
    )


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("instance_id", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("element", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("previous_hash", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
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
        sa.Column("commitment", sa.LargeBinary, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "seq", "commitment", name="pk_history_values"),
        sa.ForeignKeyConstraint(
            ["instance_id", "seq"],
            ["history.instance_id", "history.seq"],
            name="fk_history_values_instance_id_seq",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_with_rowid=False,
    )

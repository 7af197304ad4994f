"""Long texts of a case lie apart from its row: its record by field, and what it is found by.

Each order and each filter of the register has an index.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.feel import wire

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
stage = "stop"

BATCH = 500


def upgrade() -> None:
    _case_texts()
    _case_records()
    _move()
    op.execute("SET CONSTRAINTS ALL IMMEDIATE") if op.get_bind().dialect.name == "postgresql" else None
    op.drop_column("complaints", "record")
    op.drop_column("complaints", "search")
    op.create_index(
        "ix_complaints_kind_received_at_reference", "complaints", ["kind", "received_at", "reference"]
    )
    op.create_index("ix_complaints_severity_reference", "complaints", ["severity", "reference"])


def _case_texts() -> None:
    op.create_table(
        "case_texts",
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("search", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_case_texts"),
        _of_case("case_texts"),
    )


def _case_records() -> None:
    op.create_table(
        "case_records",
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reference", "name", name="pk_case_records"),
        _of_case("case_records"),
    )


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["reference"],
        ["complaints.reference"],
        name=f"fk_{table}_reference",
        deferrable=True,
        initially="DEFERRED",
    )


def _move() -> None:
    """Give every field of every record its row, and every search text."""
    connection = op.get_bind()
    connection.execute(
        sa.text("INSERT INTO case_texts (reference, search) SELECT reference, search FROM complaints")
    )
    last = ""
    while True:
        rows = connection.execute(
            sa.text(
                "SELECT reference, record FROM complaints WHERE reference > :last "
                "ORDER BY reference LIMIT :batch"
            ),
            {"last": last, "batch": BATCH},
        ).all()
        if not rows:
            return
        fields = [field for reference, record in rows for field in _fields(reference, record)]
        if fields:
            connection.execute(
                sa.text(
                    "INSERT INTO case_records (reference, name, position, size, value) "
                    "VALUES (:reference, :name, :position, :size, :value)"
                ),
                fields,
            )
        last = rows[-1].reference


def _fields(reference: str, record: str) -> list[dict[str, Any]]:
    found = wire.loads(record)
    if not isinstance(found, dict):
        raise ValueError(f"Expected the record of complaint {reference} to be an object")
    texts = [(name, wire.dumps(value)) for name, value in found.items()]
    return [
        {"reference": reference, "name": name, "position": number, "size": len(text), "value": text}
        for number, (name, text) in enumerate(texts)
    ]

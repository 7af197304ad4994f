"""The one metadata of the schema, and how its constraints are named."""

from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

COMPACT: Any = {"sqlite_with_rowid": False}
"""For a table of short rows with a long key: SQLite keeps the rows in the key's own index.

Longer rows that are only ever appended take less room beside it, page after full page.
"""


def refers_to(column: str) -> ForeignKey:
    """A reference to that column, checked at the commit: in which order rows are written does not matter."""
    return ForeignKey(column, deferrable=True, initially="DEFERRED")


def refer_to(columns: list[str], others: list[str]) -> ForeignKeyConstraint:
    """The same for a reference by several columns."""
    return ForeignKeyConstraint(columns, others, deferrable=True, initially="DEFERRED")

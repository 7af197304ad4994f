"""The database: tables, unit of work, repositories, reading, migrations. Only here SQLAlchemy is imported."""

from engine.store.store import SqlStore

__all__ = ["SqlStore"]

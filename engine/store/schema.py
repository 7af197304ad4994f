"""Which schema a database has, and which releases may use it.

A release knows the schemas of its own steps. Of later ones it is told by the database: whoever migrates notes
since which revision nothing was taken away or changed.
"""

from sqlalchemy import Connection

from engine.store.migrations import HEAD, SINCE
from engine.store.repositories.house import SqlSettings

NOTE = "installation.schema"
"""Setting: the revision, and the newest one up to it that releases before it cannot bear."""

SETTINGS_CAME_WITH = "0003"


def revision_of(connection: Connection) -> str | None:
    """The revision of the database's schema; fails where there is none."""
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def note_schema(connection: Connection, revision: str, since: str) -> None:
    """Tell releases to come, and those before, what they will find."""
    if revision >= SETTINGS_CAME_WITH:
        SqlSettings(connection).set(NOTE, f"{revision} {since}")


def serves(connection: Connection, head: str = HEAD, oldest: str = SINCE) -> bool:
    """Whether a release whose own schemas are `oldest` to `head` may use the database."""
    revision = revision_of(connection)
    if revision is None or revision <= head:
        return revision is not None and revision >= oldest
    noted, _, since = (SqlSettings(connection).get(NOTE) or "").partition(" ")
    return noted == revision and "" < since <= head

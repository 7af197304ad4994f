"""Bringing a database to this release's schema. Alembic is loaded here and in the steps only."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from engine.errors import BadConfiguration

LOCK = 7_305_110_220_612
"""The number of the advisory lock under which only one process migrates; nothing but an agreement."""


def upgrade(connection: Connection) -> None:
    """Run the steps that the database has not had yet, in the connection's transaction.

    Others who try at the same time wait for its end, and then find nothing to do.

    Raises:
        BadConfiguration: the database was made by a newer release.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    try:
        command.upgrade(configuration(connection), "head")
    except CommandError as error:
        raise BadConfiguration(
            f"The database is not of this release or an earlier one, so it cannot be used: {error}"
        ) from error


def newest() -> str:
    """The revision of the last step."""
    head = ScriptDirectory.from_config(configuration(None)).get_current_head()
    if head is None:
        raise BadConfiguration("This installation lacks the steps that make the schema")
    return head


def configuration(connection: Connection | None) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", "engine.store:migrations")
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made

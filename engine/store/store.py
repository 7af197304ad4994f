"""The store itself: opens units of work and keeps the schema."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from engine.errors import Broken, EngineError
from engine.model.package import Package
from engine.store import presence
from engine.store.copying import SqlIntake, SqlSnapshot, be_patient, empty_all, holds_tables
from engine.store.database import conninfo, holding, open_engine, pool_of, reader, reading, writing
from engine.store.evidence import SqlEvidence
from engine.store.migrations import HEAD
from engine.store.presence import Present
from engine.store.schema import serves
from engine.store.tables import metadata
from engine.store.unit import SqlUnit


class SqlStore:
    """A database of this application; may be shared between threads. `role`: as who this process uses it.

    Raises:
        BadConfiguration: the URL names no database that can be used.
    """

    def __init__(self, url: str, role: str = "") -> None:
        self._role = role
        name = presence.name_of(role)
        self._engine = open_engine(url, name)
        self.conninfo = conninfo(
            url, name
        )  #: of a shared database, as libpq writes it; None: of an embedded one
        self._reader = reader(self._engine)
        self._turns = Lock()
        self._packages: dict[str, Package] = {}

    @contextmanager
    def begin(self) -> Iterator[SqlUnit]:
        """A unit that writes: committed at the end of the block, rolled back when an exception leaves it."""
        with writing(self._engine, self._turns) as connection:
            unit = SqlUnit(connection, self._packages, writing=True)
            yield unit
            unit.hand_over()

    @contextmanager
    def read(self) -> Iterator[SqlUnit]:
        """A unit that looks: it sees one moment throughout, and leaves nothing behind."""
        with reading(self._reader) as connection:
            yield SqlUnit(connection, self._packages, writing=False)

    @contextmanager
    def holding(self, name: str) -> Iterator[bool]:
        """Whether the name is ours for this block: on PostgreSQL it is one process's at a time.

        The database lets go of it when the process dies, not when it stands still. SQLite says yes to all.
        """
        with holding(self._engine, name) as ours:
            yield ours

    @contextmanager
    def evidence(self) -> Iterator[SqlEvidence]:
        """The history of one moment, for its proof."""
        with (
            reading(self._reader) as connection,
            _any_text(connection),
            closing(SqlEvidence(connection)) as found,
        ):
            yield found

    @contextmanager
    def snapshot(self) -> Iterator[SqlSnapshot]:
        """Every row of one moment; those who write meanwhile are not held up."""
        with reading(self._reader) as connection:
            be_patient(connection)
            yield SqlSnapshot(connection, metadata, HEAD)

    @contextmanager
    def intake(self, revision: str | None = None) -> Iterator[SqlIntake]:
        """Everything anew in one transaction: the schema of this release, or that of an earlier one in a
        database that is empty, and no row; what the block leaves behind is committed at its end.
        """
        from engine.store.migrating import upgrade_to

        with writing(self._engine, self._turns) as connection:
            be_patient(connection)
            upgrade_to(connection, revision or HEAD)
            if revision is None:
                empty_all(connection, metadata)
            yield SqlIntake(connection, metadata.tables if revision is None else None)
            upgrade_to(connection, revision or HEAD)  # the rows speak of another database's schema

    @property
    def file(self) -> Path | None:
        """The file of an embedded database."""
        url = self._engine.url
        return Path(url.database) if self._engine.dialect.name == "sqlite" and url.database else None

    def others(self) -> Sequence[Present]:
        """Servers, workers and restores that other processes run on this database."""
        if self._engine.dialect.name == "sqlite":
            return presence.beside(self.file, self._role) if self.file is not None else ()
        with reading(self._reader) as connection:
            return presence.in_sessions(connection, self._role)

    @contextmanager
    def present(self, role: str) -> Iterator[None]:
        """Let others see that this process works on the database. Sessions of a shared one tell it anyway."""
        with presence.seated(self.file, role):
            yield

    def blank(self) -> bool:
        """Whether the database holds nothing of ours yet."""
        with reading(self._reader) as connection:
            return not holds_tables(connection, metadata)

    def migrate(self, stage: str | None = None) -> None:
        """Create the schema, or bring it to this release's. Safe to repeat, and for several at once.

        `stage`: "before" or "after" the servers of this release have taken the place of the ones before.
        """
        from engine.store.migrating import upgrade  # Alembic is slow to load, and seldom needed

        running = self.others()
        with writing(self._engine, self._turns) as connection:
            upgrade(connection, stage, running)

    def ready(self) -> bool:
        """Whether the database answers and this release can use its schema."""
        try:
            with reading(self._reader) as connection:
                return serves(connection)
        except (EngineError, SQLAlchemyError):
            return False

    def pool(self) -> dict[str, int]:
        """The connections of this process: `size`, `limit`, `open`, `overflow`, `in_use`."""
        return pool_of(self._engine)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()


@contextmanager
def _any_text(connection: Connection) -> Iterator[None]:
    """Let SQLite hand over text that is no UTF-8: the proof is to name such a row, not to stop there."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    if raw is None:
        raise Broken("The database's connection was lost")
    raw.text_factory = lambda octets: octets.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str

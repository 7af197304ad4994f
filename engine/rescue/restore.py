"""Setting up an installation from an archive: wholly, or not at all."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from engine.config import Config
from engine.errors import BadConfiguration, Broken, ConcurrentChange, NotFound, WrongState
from engine.files import Files
from engine.rescue.attachments import read_files
from engine.rescue.keys import fitting_key, key_in_place
from engine.rescue.manifest import ATTACHMENTS, TABLES, Manifest
from engine.rescue.places import adopted, keep_only, require_room, staging
from engine.rescue.reader import ArchiveReader, open_archive
from engine.rescue.rows import read_rows
from engine.store import SqlStore
from engine.store.copying import SqlIntake
from engine.store.migrations import HEAD
from engine.store.presence import RESTORE, told


def check(file: Path) -> Manifest:
    """What an archive holds, after reading all of it and changing nothing. Raises Broken, OSError."""
    with open_archive(file) as archive:
        for part in archive.manifest.parts:
            with archive.part(part) as source:
                if part.name.startswith(TABLES):
                    for _ in read_rows(source):
                        pass
                elif part.name == ATTACHMENTS:
                    for _ in read_files(source):
                        pass
        return archive.manifest


def restore(file: Path, config: Config, *, replace: bool = False, other_key: bool = False) -> Manifest:
    """Set up the installation that `config` names from an archive; answers what it held.

    An archive of an earlier schema is brought to this release's on the way. `replace`: what is there goes.
    `other_key`: go on with a key that codes, tokens and sealed values were not made with.

    Raises:
        Broken: the archive is damaged, or none; nothing has changed.
        WrongState: there is an installation already, or no room; nothing has changed.
        BadConfiguration: the archive is of a newer release, of another kind, or of another key.
        OSError: the archive cannot be read, or the home not be written.
    """
    with open_archive(file) as archive, _home(config.home):
        _require_fit(archive.manifest, config)
        key = fitting_key(archive, config, replace=replace, other_key=other_key)
        # first be seen, then look: of two who begin at once neither overlooks the other
        with _target(config.database_url, replace=replace) as store, store.present(RESTORE):
            _require_alone(store)
            require_room(_room(archive.manifest, config.home, store.file))
            with staging(config.home) as folder:
                _restore(archive, store, config, folder, key)
                if replace:
                    keep_only(config.home / "attachments", folder / "attachments")
        return archive.manifest


def _require_alone(store: SqlStore) -> None:
    """Raises WrongState where servers, workers or another restore use the database."""
    others = store.others()
    if others:
        raise WrongState(f"Stop what still uses this database: {told(others)}; nothing was changed.")


def _room(manifest: Manifest, home: Path, file: Path | None) -> Iterator[tuple[Path, int]]:
    """What the restore takes, and where. A shared database's disk is not ours to look at."""
    files = next((part.size for part in manifest.parts if part.name == ATTACHMENTS), 0)
    rows = manifest.size - files
    yield home, files + (rows if manifest.schema != HEAD else 0)  # beside the installation until all is ready
    attachments = home / "attachments"
    if attachments.exists() and attachments.stat().st_dev != home.stat().st_dev:
        yield attachments, files  # copied, since no link leads from one disk to another
    if file is not None:
        yield file.parent, 2 * rows  # once more in its log, until that is folded in


def _restore(archive: ArchiveReader, store: SqlStore, config: Config, staging: Path, key: str | None) -> None:
    """Prepare everything beside the installation; then rows, files and key take their places together."""
    for part in archive.manifest.parts:
        if part.name == ATTACHMENTS:
            with archive.part(part) as source:
                kept = sum(1 for data in read_files(source) if Files(staging / "attachments").keep(data))
            _require_count(part.name, part.items, kept)
    try:
        with (
            ExitStack() as at_the_end,
            _rows(archive, staging) as fill,
            adopted(staging / "attachments", config.home / "attachments"),
            store.intake() as intake,
        ):
            fill(intake)
            at_the_end.enter_context(key_in_place(config.home, key))  # shortly before the commit
    except NotFound as wrong:  # said at the commit, when references are looked at
        raise Broken(f"The backup's rows do not fit together: {wrong}") from wrong
    except ConcurrentChange as busy:
        raise WrongState("Others use this database: stop servers and workers; nothing was changed.") from busy


@contextmanager
def _rows(archive: ArchiveReader, staging: Path) -> Iterator["Fill"]:
    """What fills the target: the archive itself, or a database of its schema that was brought to ours."""
    if archive.manifest.schema == HEAD:
        yield Fill(archive)
        return
    older = SqlStore(f"sqlite:///{staging / 'older.db'}")
    try:
        with older.intake(archive.manifest.schema) as intake:
            Fill(archive)(intake)
        older.migrate()
        yield Fill(archive, older)
    finally:
        older.close()


class Fill:
    """Copies all tables into an intake, from a store where there is one, else from the archive."""

    def __init__(self, archive: ArchiveReader, store: SqlStore | None = None) -> None:
        self._archive = archive
        self._store = store

    def __call__(self, intake: SqlIntake) -> None:
        """Copy. Raises Broken."""
        if self._store is None:
            self._from_archive(intake)
            return
        with self._store.snapshot() as snapshot:
            for name in snapshot.tables:
                intake.fill(name, snapshot.columns(name), snapshot.rows(name))

    def _from_archive(self, intake: SqlIntake) -> None:
        parts = {
            part.name.removeprefix(TABLES).removesuffix(".jsonl"): part
            for part in self._archive.manifest.parts
            if part.name.startswith(TABLES)
        }
        if parts.keys() != intake.tables:
            odd = ", ".join(sorted(parts.keys() ^ intake.tables))
            raise Broken(
                f"The backup's tables are not those of schema {self._archive.manifest.schema}: {odd}"
            )
        for name, part in parts.items():
            with self._archive.part(part) as source:
                rows = read_rows(source)
                columns = next(rows, [])
                if not all(isinstance(column, str) for column in columns):
                    raise Broken("The backup holds a row that cannot be read.")
                _require_count(part.name, part.items, intake.fill(name, columns, rows))


def _require_count(name: str, said: int, found: int) -> None:
    if said != found:
        raise Broken(f"The backup's part {name} holds {found} entries; its manifest says {said}.")


def _require_fit(manifest: Manifest, config: Config) -> None:
    if manifest.schema > HEAD:
        raise BadConfiguration(
            f"The backup was made by a newer release ({manifest.release}, schema {manifest.schema}); "
            f"this one knows schemas up to {HEAD}."
        )
    if manifest.kind != config.env:
        raise BadConfiguration(f"The backup is of a {manifest.kind}; QUERELA_ENV says {config.env}.")


@contextmanager
def _home(home: Path) -> Iterator[None]:
    """The home, made where there is none, and gone again if the block fails and nothing lies in it."""
    made = not home.exists()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if made:
            with suppress(OSError):
                home.rmdir()
        raise


@contextmanager
def _target(url: str, *, replace: bool) -> Iterator[SqlStore]:
    """The store to fill; the file of a new embedded database is gone again if the block fails."""
    store = SqlStore(url, RESTORE)
    file = store.file
    made = file is not None and not file.exists()
    try:
        if not store.blank() and not replace:
            raise WrongState("There is an installation in this database already; nothing was changed.")
        yield store
    except BaseException:
        store.close()
        if made and file is not None:
            for end in ("", "-wal", "-shm"):
                file.with_name(file.name + end).unlink(missing_ok=True)
        raise
    store.close()

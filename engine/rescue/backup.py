"""Making an archive of an installation that may go on working meanwhile."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from engine.config import Config
from engine.files import Files
from engine.rescue.attachments import write_files
from engine.rescue.manifest import ATTACHMENTS, KEY, TABLES, Manifest
from engine.rescue.rows import write_rows
from engine.rescue.writer import ArchiveWriter, new_archive
from engine.secrets import Secrets
from engine.store import SqlStore
from engine.store.copying import SqlSnapshot


def back_up(
    file: Path,
    store: SqlStore,
    files: Files,
    secrets: Secrets,
    config: Config,
    *,
    release: str,
    now: datetime,
) -> Manifest:
    """Write everything of one moment into a new file; answers its table of contents.

    All tables are read in one transaction that sees that moment. A file of a case is on disk before a row
    tells of it, so every file that those rows name is there, unless it was removed: that is counted.

    Raises:
        WrongState: the file is there already.
        Broken: the database cannot be read.
        OSError: the file cannot be written.
    """
    with new_archive(file) as archive:
        with store.snapshot() as snapshot:
            for name in snapshot.tables:
                with archive.part(f"{TABLES}{name}.jsonl") as part:
                    write_rows(part, snapshot.columns(name), snapshot.rows(name))
            missing = _pack_files(archive, snapshot, files)
        if missing:
            with store.snapshot() as later:  # what was erased meanwhile is nobody's loss
                missing &= set(_digests(later))
        if (
            config.secret_key is None
        ):  # one that was set lies where its owner keeps it, and not in a file of ours
            with archive.part(KEY) as part:
                part.write(secrets.key.encode())
                part.items = 1
        manifest = Manifest(
            release=release,
            schema=snapshot.revision,
            made_at=now,
            kind=config.env,
            database=config.database_url.partition(":")[0].partition("+")[0],
            key=secrets.fingerprint(),
            parts=tuple(archive.parts),
            missing=len(missing),
        )
        archive.finish(manifest)
    return manifest


def _pack_files(archive: ArchiveWriter, snapshot: SqlSnapshot, files: Files) -> set[str]:
    with archive.part(ATTACHMENTS) as part:
        return write_files(part, files, _digests(snapshot))


def _digests(snapshot: SqlSnapshot) -> Iterator[str]:
    """Hashes of all files of cases; one that several cases share comes several times."""
    place = snapshot.columns("attachments").index("sha256")
    return (row[place] for row in snapshot.rows("attachments"))

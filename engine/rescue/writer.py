"""Writing an archive as a stream: it appears under its name when it is whole and on disk, never before."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import IO

from engine.errors import WrongState
from engine.rescue.manifest import MANIFEST, Manifest, Part, write_manifest
from engine.rescue.seal import OPEN, Sealing


class PartWriter:
    """Takes a part's bytes, and counts and hashes them."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._hash = sha256()
        self.size = 0
        self.items = 0

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._out.write(data)
        self._hash.update(data)
        self.size += len(data)

    def done(self, name: str) -> Part:
        """What the manifest says of it."""
        return Part(name, self.size, self._hash.hexdigest(), self.items)


class ArchiveWriter:
    """An archive that is being written."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.parts: list[Part] = []

    @contextmanager
    def part(self, name: str) -> Iterator[PartWriter]:
        """A new part; one at a time."""
        with self._archive.open(_entry(name), "w", force_zip64=True) as out:
            writer = PartWriter(out)
            yield writer
        self.parts.append(writer.done(name))

    def finish(self, manifest: Manifest) -> None:
        """Say what the archive holds."""
        self._archive.writestr(_entry(MANIFEST), write_manifest(manifest))


@contextmanager
def new_archive(file: Path) -> Iterator[ArchiveWriter]:
    """An archive that gets its name at the end of the block; when the block fails, nothing is left.

    Raises:
        WrongState: there is such a file already.
        OSError: it cannot be written.
    """
    if file.exists():
        raise WrongState(f"There is a file {file} already; a backup overwrites nothing.")
    try:
        with _unfinished(file) as archive:
            yield archive
    except OSError as wrong:  # by the name that its reader has given
        raise OSError(wrong.errno, wrong.strerror, str(file)) from wrong


@contextmanager
def _unfinished(file: Path) -> Iterator[ArchiveWriter]:
    """An archive beside the file, which takes its name at the end of the block."""
    unfinished = file.with_name(f".{file.name}.{token_hex(4)}.part")
    try:  # from before it is there, so that whoever is told to end at that moment leaves nothing
        with open(unfinished, "xb", opener=_for_its_owner) as out:
            sink = Sealing(out)
            archive = zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED)  # type: ignore[call-overload]
            archive.comment = OPEN
            try:
                yield ArchiveWriter(archive)
                archive.close()
            except BaseException:
                sink.give_up()
                archive.fp = None  # it would write its end otherwise, whatever state it is in
                raise
            sink.seal()
            out.flush()
            os.fsync(out.fileno())
            _give_name(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _give_name(unfinished: Path, file: Path) -> None:
    """Let the whole file appear under its name, and the name be on disk too; never over another file."""
    try:
        _name(unfinished, file)
    except FileExistsError as taken:
        raise WrongState(f"There is a file {file} already; a backup overwrites nothing.") from taken
    with suppress(OSError):  # not every file system knows it
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _name(unfinished: Path, file: Path) -> None:
    """Raises FileExistsError where there is such a file."""
    try:
        os.link(unfinished, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is taken first, and then moved over
        file.open("x").close()
        unfinished.rename(file)

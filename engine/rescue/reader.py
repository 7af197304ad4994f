"""Reading an archive as a stream: nothing is taken for granted, and no name in it becomes a path."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

from engine.errors import Broken
from engine.rescue.manifest import MANIFEST, Manifest, Part, read_manifest
from engine.rescue.seal import CHUNK, DAMAGED, NO_BACKUP, check_seal

MOST_MANIFEST = 1 << 20
"""Bytes."""


class PartReader:
    """Gives a part's bytes, never more than its manifest promised, and checks them at the end."""

    def __init__(self, source: IO[bytes], part: Part) -> None:
        self._source = source
        self._part = part
        self._hash = sha256()
        self._left = part.size

    def read(self, size: int) -> bytes:
        """The next bytes, empty at the end. Raises Broken."""
        try:
            data = self._source.read(min(size, self._left + 1))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as wrong:
            raise Broken(DAMAGED) from wrong
        self._left -= len(data)
        if self._left < 0:
            raise Broken(f"The backup's part {self._part.name} is longer than its manifest says.")
        self._hash.update(data)
        return data

    def finish(self) -> None:
        """Read what is left. Raises Broken when it is not what the manifest says."""
        while self.read(CHUNK):
            pass
        if self._left or self._hash.hexdigest() != self._part.sha256:
            raise Broken(f"The backup's part {self._part.name} is not what its manifest says.")


class ArchiveReader:
    """An archive whose seal is whole."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    @contextmanager
    def part(self, part: Part) -> Iterator[PartReader]:
        """A part to read; it is checked at the end of the block. Raises Broken."""
        with _opened(self._archive, part.name) as source:
            reader = PartReader(source, part)
            yield reader
            reader.finish()


@contextmanager
def open_archive(file: Path) -> Iterator[ArchiveReader]:
    """An archive to read; its seal and manifest are checked, its parts not yet.

    Raises:
        Broken: it is no backup, or damaged.
        OSError: it cannot be read.
    """
    check_seal(file)
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive)
            named = [MANIFEST, *(part.name for part in manifest.parts)]
            if sorted(named) != sorted(archive.namelist()):
                raise Broken("The backup does not hold the parts that its manifest names.")
            yield ArchiveReader(archive, manifest)
    except zipfile.BadZipFile as wrong:
        raise Broken(DAMAGED) from wrong


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    if MANIFEST not in archive.namelist():
        raise Broken(NO_BACKUP)
    with _opened(archive, MANIFEST) as source:
        data = source.read(MOST_MANIFEST + 1)
    if len(data) > MOST_MANIFEST:
        raise Broken("The backup's manifest cannot be read.")
    return read_manifest(data)


@contextmanager
def _opened(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    try:
        source = archive.open(name)
    except (KeyError, NotImplementedError, RuntimeError) as wrong:  # encrypted, or packed in another way
        raise Broken(DAMAGED) from wrong
    with source:
        yield source

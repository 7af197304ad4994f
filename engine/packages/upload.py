"""Unpacks an uploaded archive without trusting it."""

import zipfile
import zlib
from io import BytesIO
from typing import NoReturn

from engine.packages.sources import MAX_FILE_BYTES, MAX_FILES, MAX_PACKAGE_BYTES
from engine.packages.trouble import refuse


def files_from_zip(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP archive by name. Nothing is written to disk.

    Raises:
        DiagramError: it is no archive, locked, or unpacks to more than a package may hold.
    """
    files: dict[str, bytes] = {}
    left = MAX_PACKAGE_BYTES
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MAX_FILES:
                _refuse(f"The archive holds more than {MAX_FILES} files.")
            for entry in entries:
                files[entry.filename] = _unpacked(archive, entry, min(left, MAX_FILE_BYTES))
                left -= len(files[entry.filename])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as broken:
        _refuse(f"The archive cannot be unpacked: {broken}.")
    return files


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """One file, read no further than allowed whatever the archive claims its size to be."""
    with archive.open(entry) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        _refuse(f"“{entry.filename}” unpacks to more than a package may hold.")
    return data


def _refuse(message: str) -> NoReturn:
    refuse("package-file", message, "Send the package's files as a plain ZIP archive.", file="")

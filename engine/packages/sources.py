"""Where a package's files come from: a folder, or an upload.

A name in `package.toml` may climb out of the package (`../../forms/intake.form`) to share files between
packages; inside the package it is then called by what follows the climbing (`forms/intake.form`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import NoReturn, Protocol

from engine.packages.trouble import refuse

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_PACKAGE_BYTES = 40 * 1024 * 1024
MAX_FILES = 500
MAX_CLIMB = 2  #: from processes/KEY to the folder that holds processes/ and forms/


class Source(Protocol):
    """Files by the names that the manifest gives them."""

    def read(self, name: str) -> bytes:
        """Raises DiagramError when it is not there, too big, or lies outside."""

    def expand(self, pattern: str) -> list[str]:
        """Names that a pattern with `*` or `?` stands for, sorted; a plain name stands for itself."""


def stored_name(name: str) -> str:
    """The name inside the package: without what climbs out of it.

    Raises:
        DiagramError: the name is absolute, or climbs in its middle or too far.
    """
    path = PurePosixPath(name)
    parts = [part for part in path.parts if part != "."]
    climb = 0
    while climb < len(parts) and parts[climb] == "..":
        climb += 1
    rest = parts[climb:]
    if path.is_absolute() or "\\" in name or ":" in name or "\0" in name or not rest:
        _outside(name)
    if climb > MAX_CLIMB or ".." in rest:
        _outside(name)
    return "/".join(rest)


@dataclass(frozen=True)
class FolderSource:
    """A package's folder on disk."""

    folder: Path

    def read(self, name: str) -> bytes:
        stored_name(name)
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self._border()):
            _outside(name)
        try:
            if not path.is_file():
                _missing(name)
            if path.stat().st_size > MAX_FILE_BYTES:
                _too_big(name)
            return path.read_bytes()
        except OSError as broken:
            reason = broken.strerror or "it cannot be opened"
            refuse("package-file", f"“{name}” cannot be read: {reason}.", "Check the file's permissions.")

    def expand(self, pattern: str) -> list[str]:
        if not _is_pattern(pattern):
            return [pattern]
        stored_name(pattern)
        folder = PurePosixPath(pattern).parent
        below = self.folder / folder
        found = sorted(below.glob(PurePosixPath(pattern).name)) if below.is_dir() else []
        return [str(folder / path.name) for path in found[: MAX_FILES + 1]]

    def _border(self) -> Path:
        """The outermost folder that names may reach, links resolved."""
        parents = self.folder.resolve().parents
        return parents[min(MAX_CLIMB, len(parents)) - 1] if parents else self.folder.resolve()


@dataclass(frozen=True)
class UploadSource:
    """Files that came together, by name; shared ones lie where the package keeps them."""

    files: Mapping[str, bytes]

    def read(self, name: str) -> bytes:
        stored = stored_name(name)
        data = self.files.get(name, self.files.get(stored))
        if data is None:
            _missing(name)
        if len(data) > MAX_FILE_BYTES:
            _too_big(name)
        return data

    def expand(self, pattern: str) -> list[str]:
        if not _is_pattern(pattern):
            return [pattern]
        folder = PurePosixPath(stored_name(pattern)).parent
        return sorted(
            name
            for name in self.files
            if PurePosixPath(name).parent == folder and fnmatchcase(name, stored_name(pattern))
        )


def _is_pattern(name: str) -> bool:
    return "*" in name or "?" in name


def _missing(name: str) -> NoReturn:
    refuse(
        "package-file",
        f"The file “{name}”, named in package.toml, is not there.",
        "Add it, or its right name.",
    )


def _too_big(name: str) -> NoReturn:
    size = MAX_FILE_BYTES // 1024 // 1024
    refuse("package-file", f"The file “{name}” is larger than {size} MB.", "Make it smaller.")


def _outside(name: str) -> NoReturn:
    message = f"The name “{name}” leads outside of where packages keep their files."
    refuse("package-file", message, "Put the file into the package, or beside the packages.")

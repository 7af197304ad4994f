"""Reads a whole package."""

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from engine.model.package import Package
from engine.packages.manifest import KINDS, read_manifest
from engine.packages.sources import (
    MAX_FILES,
    MAX_PACKAGE_BYTES,
    FolderSource,
    Source,
    UploadSource,
    stored_name,
)
from engine.packages.trouble import MANIFEST, refuse


def read_package(folder: Path) -> Package:
    """The package in a folder.

    Raises:
        DiagramError: `package.toml` or a file that it names is missing, too big, or lies outside.
    """
    if not (folder / MANIFEST).is_file():
        refuse(
            "package-manifest", "There is no package.toml in this folder.", "A package is a folder with one."
        )
    return _package(FolderSource(folder))


def package_from_files(files: Mapping[str, bytes]) -> Package:
    """The package in an upload: `package.toml` and its files by name, maybe all below one folder.

    Raises:
        DiagramError: as `read_package`.
    """
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_PACKAGE_BYTES:
        _too_much()
    if MANIFEST not in files:
        files = _without_top_folder(files)
    if MANIFEST not in files:
        refuse("package-manifest", "There is no package.toml among the files.", "Add one beside the diagram.")
    return _package(UploadSource(files))


def _package(source: Source) -> Package:
    manifest_bytes = source.read(MANIFEST)
    manifest = read_manifest(manifest_bytes)
    files = {MANIFEST: manifest_bytes}
    origin = {MANIFEST: MANIFEST}

    def take(name: str) -> str:
        stored = stored_name(name)
        if origin.setdefault(stored, name) != name:
            message = f"“{name}” and “{origin[stored]}” would both be kept as “{stored}”."
            refuse("package-file", message, "Give one of the two files another name.")
        if stored not in files:
            files[stored] = source.read(name)
        if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_PACKAGE_BYTES:
            _too_much()
        return stored

    process = take(manifest.process)
    lists: dict[str, tuple[str, ...]] = {}
    for kind in KINDS:
        names = [name for pattern in manifest.lists[kind] for name in source.expand(pattern)]
        lists[kind] = tuple(dict.fromkeys(take(name) for name in names))
    return Package(
        manifest.key,
        manifest.title,
        process,
        files,
        lists["also"],
        lists["decisions"],
        lists["forms"],
        lists["messages"],
        manifest.calendar,
        manifest.clocks,
    )


def _without_top_folder(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files of the only folder that has a manifest, as zipped folders arrive."""
    found = [name for name in files if name.endswith(f"/{MANIFEST}") and name.count("/") == 1]
    if len(found) != 1:
        return files
    top = found[0].removesuffix(MANIFEST)
    return {name.removeprefix(top): data for name, data in files.items()}


def _too_much() -> NoReturn:
    size = MAX_PACKAGE_BYTES // 1024 // 1024
    message = f"The package has more than {MAX_FILES} files or {size} MB."
    refuse("package-file", message, "Keep to the files that the process needs.")

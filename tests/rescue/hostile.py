"""Archives as somebody would make them who means harm: sealed properly, with whatever inside."""

import json
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

SEAL = b"querela-backup sha256:"
Parts = dict[str, bytes]
Manifest = dict[str, Any]


def unpacked(file: Path) -> tuple[Parts, Manifest]:
    """Parts and manifest of an archive."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest: Manifest = json.loads(parts.pop("manifest.json"))
    return parts, manifest


def packed(
    file: Path, parts: Mapping[str, bytes], manifest: object, compress: int = zipfile.ZIP_DEFLATED
) -> Path:
    """An archive of these parts with a true seal."""
    with zipfile.ZipFile(file, "w", compress) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", manifest if isinstance(manifest, bytes) else json.dumps(manifest))
        archive.comment = SEAL + b"0" * 64
    return sealed(file)


def sealed(file: Path) -> Path:
    """The same file with a true seal at its end."""
    data = file.read_bytes()[: -len(SEAL) - 64]
    file.write_bytes(data + SEAL + sha256(data).hexdigest().encode())
    return file


def altered(file: Path, change: Callable[[Parts, Manifest], None]) -> Path:
    """The archive after `change`, with sizes and hashes that are right again."""
    parts, manifest = unpacked(file)
    change(parts, manifest)
    for part in manifest["parts"]:
        if part["name"] in parts and not part.pop("keep", False):
            data = parts[part["name"]]
            part.update(size=len(data), sha256=sha256(data).hexdigest())
    return packed(file, parts, manifest)


def part_of(manifest: Manifest, name: str) -> dict[str, Any]:
    """The manifest's entry of a part."""
    found: dict[str, Any] = next(part for part in manifest["parts"] if part["name"] == name)
    return found

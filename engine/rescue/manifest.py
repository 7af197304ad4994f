"""What an archive says of itself."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from engine.errors import Broken

FORMAT = "querela-backup"
VERSION = 1
"""Of the archive's format; a release reads this one and those before."""

MANIFEST = "manifest.json"
ATTACHMENTS = "attachments.tar"
KEY = "secret.key"
TABLES = "tables/"
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_REVISION = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Part:
    """One entry of the archive beside the manifest."""

    name: str
    size: int  #: bytes, unpacked
    sha256: str
    items: int  #: rows of a table, attachments, or 1


@dataclass(frozen=True)
class Manifest:
    """The archive's table of contents."""

    release: str  #: that wrote it
    schema: str  #: revision that the tables are those of
    made_at: datetime
    kind: str  #: production or sandbox
    database: str  #: sqlite or postgresql; rows are the same
    key: str  #: fingerprint of the signing key
    parts: tuple[Part, ...]
    missing: int  #: attachments whose files were gone or changed when the backup was made

    @property
    def holds_key(self) -> bool:
        """Whether the signing key lies in the archive."""
        return any(part.name == KEY for part in self.parts)

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(part.items for part in self.parts if part.name.startswith(TABLES))

    @property
    def size(self) -> int:
        """Bytes of all parts, unpacked."""
        return sum(part.size for part in self.parts)

    def items(self, name: str) -> int:
        """How many rows or attachments that part holds; 0 where there is none."""
        return next((part.items for part in self.parts if part.name == name), 0)

    @property
    def summary(self) -> Mapping[str, object]:
        """What a person wants to know of it."""
        return {
            "made_at": self.made_at,
            "release": self.release,
            "schema": self.schema,
            "kind": self.kind,
            "database": self.database,
            "cases": self.items(f"{TABLES}complaints.jsonl"),
            "rows": self.rows,
            "attachments": self.items(ATTACHMENTS),
            "missing": self.missing,
            "key": "included" if self.holds_key else "not included",
        }


def write_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    plain = {
        "format": FORMAT,
        "version": VERSION,
        **asdict(manifest),
        "made_at": manifest.made_at.isoformat(),
    }
    return json.dumps(plain, indent=1).encode() + b"\n"


def read_manifest(data: bytes) -> Manifest:
    """The manifest that was written.

    Raises:
        Broken: it is none, or of a format that this release does not know.
    """
    try:
        found = json.loads(data)
        if found["format"] != FORMAT:
            raise ValueError("another format")
        if found["version"] != VERSION:
            raise Broken(
                f"The backup has format {found['version']!s:.20}; this release reads format {VERSION}."
            )
        return Manifest(
            release=_text(found["release"]),
            schema=_matching(_REVISION, found["schema"]),
            made_at=_moment(found["made_at"]),
            kind=_text(found["kind"]),
            database=_text(found["database"]),
            key=_matching(_DIGEST, found["key"]),
            parts=tuple(_part(each) for each in found["parts"]),
            missing=_count(found["missing"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise Broken("The backup's manifest cannot be read.") from wrong


def _part(found: Mapping[str, object]) -> Part:
    name = _text(found["name"])
    if name not in (ATTACHMENTS, KEY) and not (
        name.startswith(TABLES) and _TABLE.fullmatch(name[len(TABLES) :].removesuffix(".jsonl"))
    ):
        raise ValueError(f"a part that no backup has: {name}")
    return Part(name, _count(found["size"]), _matching(_DIGEST, found["sha256"]), _count(found["items"]))


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise ValueError("not a text")
    return value


def _matching(pattern: re.Pattern[str], value: object) -> str:
    if not pattern.fullmatch(_text(value)):
        raise ValueError("not of the form that it must have")
    return str(value)


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a count")
    return value

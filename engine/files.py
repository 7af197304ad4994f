"""Files of cases, named by their content's hash, in a folder beside the database."""

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

import puremagic

from engine.errors import Broken, InvalidInput

MAX_BYTES = 20 * 1024 * 1024
ALLOWED = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "text/plain": ".txt",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
}
_HASH = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069/\\]")


@dataclass(frozen=True)
class Files:
    """Content-addressed files below `folder`."""

    folder: Path

    def keep(self, data: bytes) -> str:
        """Write the bytes, safely on disk before this returns; answers their SHA-256."""
        digest = sha256(data).hexdigest()
        target = self._path(digest)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=target.parent, delete=False) as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            Path(out.name).replace(target)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes of that hash. Raises Broken when they are gone or changed."""
        try:
            data = self._path(digest).read_bytes()
        except OSError as gone:
            raise Broken("An attachment's file is not there.") from gone
        if sha256(data).hexdigest() != digest:
            raise Broken("An attachment's file has been changed.")
        return data

    def _path(self, digest: str) -> Path:
        if not _HASH.fullmatch(digest):
            raise Broken("An attachment has no proper hash.")
        return self.folder / digest[:2] / digest


def media_type(data: bytes) -> str:
    """The file's type by its content, whatever its name says.

    Raises:
        InvalidInput: it is empty, too large, or of a type that is not taken.
    """
    if not data:
        raise InvalidInput("The file is empty.")
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    for guess in _guesses(data):
        if guess in ALLOWED:
            return guess
    if _is_text(data):
        return "text/plain"
    raise InvalidInput("Files of this type are not taken. PDF, pictures, text and office documents are.")


def safe_name(filename: str) -> str:
    """A file's name without folders, control characters and direction marks; never empty."""
    name = _CONTROL.sub("_", filename.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    return name[-120:] or "file"


def _guesses(data: bytes) -> list[str]:
    try:
        return [match.mime_type for match in puremagic.magic_string(data)]
    except puremagic.PureError:
        return []


def _is_text(data: bytes) -> bool:
    if b"\0" in data:
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not text.lstrip("\ufeff \r\n\t").startswith("<")

"""Files of cases, named by their content's hash, in a folder beside the database."""

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import mkstemp
from zipfile import BadZipFile, ZipFile

import puremagic

from engine.errors import Broken, InvalidInput, Unavailable

MAX_BYTES = 20 * 1024 * 1024
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXT = "application/vnd.oasis.opendocument.text"
ALLOWED = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "text/plain": ".txt",
    "message/rfc822": ".eml",
    _WORD: ".docx",
    _SHEET: ".xlsx",
    _TEXT: ".odt",
}
_HASH = re.compile(r"[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff/\\]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ZIP = b"PK\x03\x04"
_MAIN_PARTS = {"word/document.xml": _WORD, "xl/workbook.xml": _SHEET}


@dataclass(frozen=True)
class Files:
    """Content-addressed files below `folder`."""

    folder: Path

    def keep(self, data: bytes) -> str:
        """Write the bytes, safely on disk before this returns; answers their SHA-256. Raises Unavailable."""
        digest = sha256(data).hexdigest()
        target = self._path(digest)
        if not target.exists():
            try:
                _write(target, data)
            except OSError as full:
                raise Unavailable(f"The file cannot be kept: {full.strerror or full}.") from full
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


def _write(target: Path, data: bytes) -> None:
    """The whole file under its name, or nothing. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    number, name = mkstemp(dir=target.parent)
    written = Path(name)
    try:
        with os.fdopen(number, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        written.replace(target)
        for folder in (target.parent, target.parent.parent):  # a name is on disk when its folder is
            _sync(folder)
    except OSError:
        written.unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def media_type(data: bytes) -> str:
    """The file's type by its content, whatever its name says.

    Raises:
        InvalidInput: it is empty, too large, or of a type that is not taken.
    """
    if not data:
        raise InvalidInput("The file is empty.")
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    for guess in [_office(data)] if data.startswith(_ZIP) else _guesses(data):
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


def _office(data: bytes) -> str:
    """The type of an office document, by its parts; nothing for other archives, and for those with macros."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = set(archive.namelist())
            if any(part.lower().endswith("vbaproject.bin") for part in parts):
                return ""
            if "mimetype" in parts and "content.xml" in parts:
                with archive.open("mimetype") as said:
                    return said.read(200).decode("ascii", "replace").strip()
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return ""
    if "[Content_Types].xml" not in parts:
        return ""
    return next((kind for part, kind in _MAIN_PARTS.items() if part in parts), "")


def _is_text(data: bytes) -> bool:
    if _BINARY.search(data):
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not text.lstrip("\ufeff \r\n\t").startswith("<")

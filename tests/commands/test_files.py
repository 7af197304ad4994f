"""Files of cases: known by content, named harmlessly, kept whole or not at all."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from engine.errors import Broken, InvalidInput, Unavailable
from engine.files import MAX_BYTES, Files, media_type, safe_name


def archive(**parts: bytes) -> bytes:
    """A zip archive; a double underscore in a name stands for a slash, a single one for a dot."""
    made = BytesIO()
    with ZipFile(made, "w") as out:
        for name, data in parts.items():
            out.writestr(name.replace("__", "/").replace("_", "."), data)
    return made.getvalue()


def office(*names: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as out:
        for name in ("[Content_Types].xml", *names):
            out.writestr(name, b"<x/>")
    return made.getvalue()


ODT = archive(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<x/>")
ODS = archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"<x/>")


@pytest.mark.parametrize(
    ("data", "type"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01", "image/png"),
        (b"GIF89a\x01\x00\x01\x00", "image/gif"),
        ("Grüße, 😀".encode(), "text/plain"),
        (
            office("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (ODT, "application/vnd.oasis.opendocument.text"),
    ],
)
def test_it_is_known_by_its_content(data: bytes, type: str) -> None:
    assert media_type(data) == type


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x" * (MAX_BYTES + 1),
        b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 100,
        b"\x7fELF\x02\x01\x01" + b"\0" * 60,
        b"<html><script>alert(1)</script></html>",
        b'\xef\xbb\xbf  <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        archive(evil_exe=b"MZ"),
        archive(META_INF__MANIFEST_MF=b"Main-Class: Evil"),
        office("word/document.xml", "word/vbaProject.bin"),
        office("ppt/presentation.xml"),
        ODS,
        office("word/document.xml")[:-30],
        b"PK\x03\x04 and nothing more",
    ],
)
def test_other_content_is_not_taken(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        media_type(data)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("a\0b\r\nc.txt", "a_b__c.txt"),
        ("\u202egpj.exe", "_gpj.exe"),
        ("x\u200f\u061c.txt", "x__.txt"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("😀 Größe.txt", "😀 Größe.txt"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("half\ud800.txt", "half_.txt"),
    ],
)
def test_names_are_harmless(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_file_is_kept_once_and_proved_when_read(tmp_path: Path) -> None:
    files = Files(tmp_path / "attachments")
    digest = files.keep(b"a text")
    assert files.keep(b"a text") == digest
    assert files.read(digest) == b"a text"
    [stored] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stored.stat().st_mode & 0o077 == 0
    stored.write_bytes(b"another")
    with pytest.raises(Broken):
        files.read(digest)
    stored.unlink()
    with pytest.raises(Broken):
        files.read(digest)


@pytest.mark.parametrize("digest", ["", "../../../etc/passwd", "a" * 63, "A" * 64, "0" * 64 + "\n"])
def test_what_is_no_hash_is_no_file(tmp_path: Path, digest: str) -> None:
    with pytest.raises(Broken):
        Files(tmp_path).read(digest)


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("engine.files.os.fsync", full)
    with pytest.raises(Unavailable, match="No space left"):
        Files(tmp_path).keep(b"a text")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]

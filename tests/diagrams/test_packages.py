"""It reads a package with all its files, and refuses what is missing, outside or too much."""

import io
import zipfile
from pathlib import Path

import pytest

from engine.errors import DiagramError
from engine.model.package import ClockRule
from engine.packages import files_from_zip, package_from_files, read_package, single
from tests.diagrams.drawing import document, flows

MANIFEST = """
key = "complaint"
title = "Complaint handling"
process = "complaint.bpmn"
also = ["review.bpmn"]
decisions = ["triage.dmn"]
forms = ["../../forms/intake.form"]
messages = ["messages/*.md"]

[[clocks]]
name = "response"
from = "received"
to = "responded"
limit = "if severity > 2 then 5 else 20"
unit = "working-days"
pausable = false
escalate-to = "complaints-manager"
"""
FILES = {
    "complaint.bpmn": b"main",
    "review.bpmn": b"review",
    "triage.dmn": b"dmn",
    "messages/a.en.md": b"english",
    "messages/a.de.md": b"deutsch",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "processes" / "complaint"
    for name, data in {**FILES, "package.toml": MANIFEST.encode(), "../../forms/intake.form": b"{}"}.items():
        path = (place / name).resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return place


def test_it_reads_a_folder(folder: Path) -> None:
    package = read_package(folder)

    assert package.diagrams == ("complaint.bpmn", "review.bpmn")
    assert package.forms == ("forms/intake.form",)
    assert package.messages == ("messages/a.de.md", "messages/a.en.md")
    assert package.files["forms/intake.form"] == b"{}"
    assert (package.key, package.title, package.calendar) == ("complaint", "Complaint handling", "office")


def test_it_reads_clocks(folder: Path) -> None:
    limit = "if severity > 2 then 5 else 20"
    assert read_package(folder).clocks == (
        ClockRule("response", "received", "responded", limit, "working-days", False, "complaints-manager"),
    )


def test_an_upload_of_the_same_files_is_the_same_version(folder: Path) -> None:
    upload = {**FILES, "package.toml": MANIFEST.encode(), "forms/intake.form": b"{}"}

    assert package_from_files(upload).sha256 == read_package(folder).sha256


def test_an_upload_may_lie_in_one_folder() -> None:
    upload = {f"complaint/{name}": data for name, data in FILES.items()}
    upload |= {"complaint/package.toml": MANIFEST.encode(), "complaint/forms/intake.form": b"{}"}

    assert package_from_files(upload).process == "complaint.bpmn"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('key = "complaint"', "", "no text “key”"),
        ('key = "complaint"', 'key = "../x"', "small letters"),
        ('key = "complaint"', "key = ", "cannot be read"),
        ('process = "complaint.bpmn"', 'process = "absent.bpmn"', "“absent.bpmn”"),
        ('process = "complaint.bpmn"', 'process = "/etc/x.bpmn"', "outside"),
        ('process = "complaint.bpmn"', 'process = "a/../../x.bpmn"', "outside"),
        ("../../forms/intake.form", "../../../forms/intake.form", "outside"),
        ("../../forms/intake.form", "package.toml", "does not end in .form"),
        ("../../forms/intake.form", "link.form", "outside"),
        ('also = ["review.bpmn"]', 'also = "review.bpmn"', "not a list"),
        ('unit = "working-days"', 'unit = "weeks"', "weeks"),
        ("limit = ", "limits = ", "limits"),
        ("pausable = false", 'pausable = "no"', "pausable"),
        ("[[clocks]]", "[clocks]", "list of tables"),
    ],
)
def test_it_refuses_in_one_sentence(folder: Path, old: str, new: str, words: str) -> None:
    outside = folder.parents[2] / "outside.form"
    outside.write_bytes(b"{}")
    (folder / "link.form").symlink_to(outside)
    (folder / "package.toml").write_text(MANIFEST.replace(old, new))

    with pytest.raises(DiagramError) as refused:
        read_package(folder)

    (finding,) = refused.value.findings
    assert words in finding.message
    assert finding.rule in ("package-file", "package-manifest")


def test_it_refuses_a_folder_without_a_manifest(tmp_path: Path) -> None:
    with pytest.raises(DiagramError, match=r"no package\.toml"):
        read_package(tmp_path)


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_it_unpacks_an_archive() -> None:
    assert files_from_zip(_zipped(FILES)) == FILES


@pytest.mark.parametrize(
    ("archive", "words"),
    [
        (b"no archive", "cannot be unpacked"),
        (_zipped({"bomb.bpmn": b"\0" * (11 * 1024 * 1024)}), "more than a package may hold"),
        (_zipped({f"part{n}.bpmn": b"\0" * (9 * 1024 * 1024) for n in range(5)}), "more than a package"),
        (_zipped({f"{n}.form": b"" for n in range(600)}), "more than 500 files"),
    ],
)
def test_it_refuses_archives_that_blow_up(archive: bytes, words: str) -> None:
    with pytest.raises(DiagramError, match=words):
        files_from_zip(archive)


def test_a_lone_diagram_takes_along_what_it_calls(tmp_path: Path) -> None:
    call = '<callActivity id="c" calledElement="{}"/>'
    for name, ident, called in (
        ("a", "pa", "pb"),
        ("b", "pb", "pc"),
        ("c", "pc", "pa"),
        ("other", "po", "pa"),
    ):
        body = f'<startEvent id="s"/>{call.format(called)}{flows("s c")}'
        data = document(f'<process id="{ident}" isExecutable="true">{body}</process>')
        (tmp_path / f"{name}.bpmn").write_bytes(data)
    (tmp_path / "broken.bpmn").write_bytes(b"<a")
    (tmp_path / "rules.dmn").write_bytes(b"<definitions/>")

    package = single(tmp_path / "a.bpmn")

    assert package.diagrams == ("a.bpmn", "b.bpmn", "c.bpmn")
    assert package.decisions == ("rules.dmn",)


def test_a_lone_diagram_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DiagramError, match="cannot be read"):
        single(tmp_path / "absent.bpmn")

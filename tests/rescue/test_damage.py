"""An archive that is not what was written is refused with one sentence, and nothing has changed."""

import io
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.commands.attach import Attach
from engine.errors import EngineError
from engine.rescue import check
from engine.rescue import places as rescue_places
from tests.commands.lodging import lodge
from tests.rescue.conftest import MakePlace
from tests.rescue.hostile import Manifest, Parts, altered, packed, part_of, sealed, unpacked
from tests.rescue.sites import PNG, Place, keep
from tests.support.installation import MINI

Change = Callable[[Parts, Manifest], None]
TABLE = "tables/complaints.jsonl"
TAPE = "attachments.tar"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound archive of a small installation with a case and a file."""
    folder = tmp_path_factory.mktemp("original")
    place = Place(folder / "home", f"sqlite:///{folder / 'home' / 'querela.db'}")
    with place.installed(MINI) as house:
        lodged = lodge(house)
        house.do(Attach(lodged.reference, "photo.png", PNG, lodged.tracking_code))
        keep(house.querela, folder / "sound.backup")
    return folder / "sound.backup"


@pytest.fixture
def file(original: Path, tmp_path: Path) -> Path:
    """A copy of it to be damaged."""
    return Path(shutil.copy(original, tmp_path / "damaged.backup"))


def assert_refused(place: Place, file: Path, *words: str) -> None:
    """Restoring is refused, into nothing and over an installation; both are as they were."""
    with pytest.raises(EngineError) as refused:
        place.restore(file)
    assert not place.home.exists()
    for word in words:
        assert word in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_sound_archive_is_taken(place: MakePlace, kind: str, file: Path) -> None:
    """All refusals below would mean nothing otherwise."""
    check(file)
    place(kind).restore(file)


def test_any_flipped_byte_is_noticed(place: MakePlace, file: Path) -> None:
    sound = file.read_bytes()
    somewhere = place("sqlite")
    for position in [*range(0, len(sound), max(1, len(sound) // 60)), *range(len(sound) - 90, len(sound))]:
        file.write_bytes(sound[:position] + bytes([sound[position] ^ 1]) + sound[position + 1 :])
        assert_refused(somewhere, file)


def test_any_shortened_file_is_noticed(place: MakePlace, file: Path) -> None:
    sound = file.read_bytes()
    for length in [0, 1, 50, 85, 86, 87, 500, len(sound) // 2, len(sound) - 86, len(sound) - 1]:
        file.write_bytes(sound[:length])
        assert_refused(place("sqlite"), file)


def test_something_appended_is_noticed(place: MakePlace, file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0")
    assert_refused(place("sqlite"), file, "no backup of Querela")


def test_another_zip_is_no_backup(place: MakePlace, file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert_refused(place("sqlite"), file, "no backup of Querela")


def drop(name: str) -> Change:
    def change(parts: Parts, _: Manifest) -> None:
        del parts[name]

    return change


def drop_everywhere(name: str) -> Change:
    def change(parts: Parts, manifest: Manifest) -> None:
        del parts[name]
        manifest["parts"].remove(part_of(manifest, name))

    return change


def write(name: str, data: bytes) -> Change:
    return lambda parts, _: parts.update({name: data})


def say(**said: object) -> Change:
    return lambda _parts, manifest: manifest.update(said)


def say_of(name: str, **said: object) -> Change:
    return lambda _parts, manifest: part_of(manifest, name).update(said)


def rename(name: str, other: str) -> Change:
    def change(parts: Parts, manifest: Manifest) -> None:
        parts[other] = parts.pop(name)
        part_of(manifest, name)["name"] = other

    return change


def tape(name: str, data: bytes, kind: bytes = tarfile.REGTYPE, size: int | None = None) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.type = len(data) if size is None else size, kind
    return entry.tobuf(tarfile.USTAR_FORMAT) + data + bytes(-len(data) % 512) + bytes(1024)


def in_row(old: bytes, new: bytes, *, keep: bool = False) -> Change:
    """`keep`: the manifest's hash stays that of the row before."""

    def change(parts: Parts, manifest: Manifest) -> None:
        assert old in parts[TABLE]
        parts[TABLE] = parts[TABLE].replace(old, new)
        part_of(manifest, TABLE)["keep"] = keep

    return change


NAME = "ab" * 32
HOSTILE: dict[str, tuple[Change, str]] = {
    "a part is gone": (drop(TABLE), "parts that its manifest names"),
    "a table is gone, and the manifest knows nothing of it": (drop_everywhere(TABLE), "complaints"),
    "a part is there that nobody names": (write("more", b"x"), "parts that its manifest names"),
    "a part is another one": (in_row(b'"en"', b'"de"', keep=True), "not what its manifest says"),
    "a part is longer than said": (say_of(TABLE, size=10, keep=True), "longer than its manifest says"),
    "a part is shorter than said": (say_of(TABLE, size=10**6, keep=True), "not what its manifest says"),
    "there are fewer rows than said": (say_of(TABLE, items=7), "its manifest says 7"),
    "there are fewer files than said": (say_of(TAPE, items=7), "its manifest says 7"),
    "it would fill every disk": (say_of(TABLE, size=10**18, keep=True), "bytes unpacked"),
    "a part is no table": (rename(TABLE, "tables/../../etc/passwd"), "manifest cannot be read"),
    "a part has a path": (rename(TABLE, "/etc/passwd"), "manifest cannot be read"),
    "a table is not of this schema": (rename(TABLE, "tables/sqlite_master.jsonl"), "sqlite_master"),
    "the version of a schema is no number": (say(schema="head"), "manifest cannot be read"),
    "a schema of another day": (say(schema="9999"), "newer release"),
    "a schema that never was": (say(schema="0000"), "not of this release"),
    "a format of another day": (say(version=2), "format 2"),
    "another format": (say(format="tar"), "manifest cannot be read"),
    "a size is below zero": (say_of(TABLE, size=-1, keep=True), "manifest cannot be read"),
    "a size is no number": (say_of(TABLE, size="1", keep=True), "manifest cannot be read"),
    "it is of another kind": (say(kind="sandbox"), "sandbox"),
    "another key": (write("secret.key", b"another key altogether"), "not the one"),
    "a row is no JSON": (write(TABLE, b'["reference"]\n["a\n'), "cannot be read"),
    "a row is no list": (write(TABLE, b'["reference"]\n{"a": 1}\n'), "cannot be read"),
    "a row ends early": (write(TABLE, b'["reference"]\n["a"]\n["b'), "cannot be read"),
    "a row is too short": (write(TABLE, b'["reference","kind"]\n["a"]\n'), "cannot be read"),
    "a value is a list": (write(TABLE, b'["reference"]\n[["a"]]\n'), "cannot be read"),
    "a row is very deep": (write(TABLE, b'["reference"]\n' + b"[" * 50_000 + b"\n"), "cannot be read"),
    "a column is none": (write(TABLE, b'["reference","reference"]\n'), "complaints"),
    "a column speaks SQL": (write(TABLE, b'["reference\\") VALUES (1); --"]\n'), "complaints"),
    "a column is no text": (write(TABLE, b"[1]\n"), "cannot be read"),
    "a part is empty": (write(TABLE, b""), "complaints"),
    "a value is missing": (write(TABLE, b'["reference"]\n["2026-000001"]\n'), "complaints"),
    "a row refers to nothing": (in_row(b'"2026-000001"', b'"2026-000002"'), "fit together"),
    "a value breaks a rule": (in_row(b'"open"', b'"ajar"'), "complaints"),
    "the tape has no end": (write(TAPE, b""), "attachments cannot be read"),
    "the tape is none": (write(TAPE, b"x" * 2048), "attachments cannot be read"),
    "the tape has a path": (write(TAPE, tape("../../secret.key", b"x")), "attachments cannot be read"),
    "the tape has a link": (write(TAPE, tape(NAME, b"", tarfile.SYMTYPE)), "attachments cannot be read"),
    "the tape has a long name": (write(TAPE, tape(NAME, b"x" * 9, b"L")), "attachments cannot be read"),
    "the tape has a giant": (write(TAPE, tape(NAME, b"", size=8**10)), "attachments cannot be read"),
    "the tape is cut": (write(TAPE, tape(NAME, b"x", size=5000)), "attachments cannot be read"),
    "a file is not what its name says": (write(TAPE, tape(NAME, b"x")), "not what its name says"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_forged_archive_changes_nothing(place: MakePlace, file: Path, what: str) -> None:
    change, word = HOSTILE[what]
    assert_refused(place("sqlite"), altered(file, change), word)


AT_THE_DATABASE = [
    "a table is not of this schema",
    "a value is missing",
    "a row refers to nothing",
    "a value breaks a rule",
    "a row is too short",
    "there are fewer rows than said",
]


@pytest.mark.parametrize("what", AT_THE_DATABASE)
def test_it_changes_nothing_on_postgresql_either(place: MakePlace, file: Path, what: str) -> None:
    somewhere = place("postgresql")
    assert_refused(somewhere, altered(file, HOSTILE[what][0]), HOSTILE[what][1])
    assert somewhere.rows() == {}


@pytest.mark.parametrize("what", ["a row refers to nothing", "a value is missing", "the tape has no end"])
def test_an_installation_stays_as_it_is(place: MakePlace, kind: str, file: Path, what: str) -> None:
    somewhere = place(kind)
    with somewhere.installed(MINI) as house:
        lodge(house)
    before = somewhere.rows(), somewhere.files()
    with pytest.raises(EngineError):
        somewhere.restore(altered(file, HOSTILE[what][0]), replace=True)
    assert (somewhere.rows(), somewhere.files()) == before


def test_a_bomb_is_stopped_at_what_it_said_it_holds(place: MakePlace, file: Path) -> None:
    """Its zeros would take a thousand times the archive's size."""
    _, manifest = unpacked(file)
    parts, _ = unpacked(file)
    parts[TABLE] = bytes(50_000_000)
    part_of(manifest, TABLE)["size"] = 100
    assert packed(file, parts, manifest).stat().st_size < 1_000_000
    assert_refused(place("sqlite"), file, "longer than its manifest says")


def test_a_manifest_has_an_end(place: MakePlace, file: Path) -> None:
    parts, _ = unpacked(file)
    packed(file, parts, b" " * 3_000_000 + b"{}")
    assert_refused(place("sqlite"), file, "manifest cannot be read")


@pytest.mark.parametrize("manifest", [b"", b"[]", b"null", b"{}", b"[" * 100_000, b"\xff"])
def test_a_manifest_that_is_none_is_refused(place: MakePlace, file: Path, manifest: bytes) -> None:
    parts, _ = unpacked(file)
    assert_refused(place("sqlite"), packed(file, parts, manifest), "manifest cannot be read")


def test_a_part_that_comes_twice_is_refused(place: MakePlace, file: Path) -> None:
    data = io.BytesIO(file.read_bytes())
    with zipfile.ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(TABLE, b"[]\n")
    file.write_bytes(data.getvalue())
    assert_refused(place("sqlite"), sealed(file), "parts that its manifest names")


def test_a_full_disk_is_noticed_before_anything_is_written(
    place: MakePlace, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(file.parent)._replace(free=1000)
    monkeypatch.setattr(rescue_places.shutil, "disk_usage", lambda _: usage)
    assert_refused(place("sqlite"), file, "1000 left")

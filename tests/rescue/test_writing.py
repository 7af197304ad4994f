"""The file is whole under its name, or not there: whatever fails, ends or changes while it is written."""

import errno
import io
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import text

from engine.clock import monotonic, pause
from engine.commands.attach import Attach
from engine.errors import Broken, WrongState
from engine.files import Files
from engine.rescue import attachments as tape
from engine.rescue import backup as backing_up
from engine.rescue import check, writer
from engine.rescue.manifest import Manifest
from engine.rescue.rows import read_rows, write_rows
from engine.rescue.seal import Sealing
from engine.rescue.writer import ArchiveWriter, new_archive
from tests.commands.lodging import lodge
from tests.rescue.conftest import MakePlace
from tests.rescue.sites import PNG, Place, keep
from tests.support.installation import MINI, MONDAY, Installation
from tests.support.requires import REPOSITORY


@pytest.fixture
def house(place: MakePlace, kind: str) -> Iterator[Installation]:
    with place(kind).installed(MINI) as made:
        lodged = lodge(made)
        made.do(Attach(lodged.reference, "photo.png", PNG, lodged.tracking_code))
        yield made


def attachment(house: Installation) -> Path:
    """The file of the one attachment."""
    (found,) = (house.querela.config.home / "attachments").glob("*/*")
    return found


@pytest.mark.parametrize("room", [0, 5000])
def test_a_full_disk_leaves_no_half_file(
    house: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    class Full(Sealing):
        """A file on a disk that has little room left."""

        def __init__(self, out: IO[bytes]) -> None:
            super().__init__(out)
            self.room = room

        def write(self, data: bytes) -> int:
            self.room -= len(data)
            if self.room < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(data)

    monkeypatch.setattr(writer, "Sealing", Full)
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(OSError, match="No space left"):
        keep(house.querela, folder / "b.backup")
    assert list(folder.iterdir()) == []


def test_a_disk_that_is_full_at_the_very_end_leaves_none_either(
    house: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writer.os, "fsync", full)
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(OSError, match="No space left"):
        keep(house.querela, folder / "b.backup")
    assert list(folder.iterdir()) == []


def test_a_true_limit_of_the_system_is_told_plainly(place: MakePlace, tmp_path: Path) -> None:
    """Files of the process may not grow beyond 100 kB, and one that a case has is larger."""
    here = place("sqlite")
    with here.installed(MINI) as house:
        lodged = lodge(house)
        house.do(Attach(lodged.reference, "photo.png", PNG + os.urandom(300_000), lodged.tracking_code))
    folder = tmp_path / "backups"
    folder.mkdir()
    done = subprocess.run(
        [Path(sys.executable).with_name("querela"), "backup", str(folder / "b.backup")],
        env={**os.environ, "QUERELA_HOME": str(here.home), "QUERELA_DATABASE_URL": here.url},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: _limit(100_000),
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"File too large: {folder / 'b.backup'}\n"
    assert list(folder.iterdir()) == []


def _limit(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_given(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "b.backup"
    with pytest.raises(FileNotFoundError) as told, new_archive(file):
        pass
    assert told.value.filename == str(file)


def test_a_name_that_is_taken_meanwhile_stays_whose_it_is(tmp_path: Path) -> None:
    file = tmp_path / "b.backup"
    writing = new_archive(file)
    writing.__enter__().finish(a_manifest())
    file.write_text("of somebody else")
    with pytest.raises(WrongState, match="overwrites nothing"):
        writing.__exit__(None, None, None)
    assert [f.name for f in tmp_path.iterdir()] == ["b.backup"]
    assert file.read_text() == "of somebody else"


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that knows no second name of a file."""

    def unknown(_source: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(writer.os, "link", unknown)


@pytest.mark.usefixtures("without_links")
def test_without_links_a_name_that_is_taken_stays_whose_it_is_too(tmp_path: Path) -> None:
    test_a_name_that_is_taken_meanwhile_stays_whose_it_is(tmp_path)


@pytest.mark.usefixtures("without_links")
def test_without_links_the_name_is_given_all_the_same(tmp_path: Path) -> None:
    with new_archive(tmp_path / "b.backup") as archive:
        archive.finish(a_manifest())
    assert [f.name for f in tmp_path.iterdir()] == ["b.backup"]
    check(tmp_path / "b.backup")


def a_manifest() -> Manifest:
    return Manifest("0.0.0", "0001", MONDAY, "production", "sqlite", "0" * 64, (), missing=0)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_leaves_nothing(place: MakePlace, tmp_path: Path, how: signal.Signals) -> None:
    here, folder = place("sqlite"), tmp_path / "backups"
    folder.mkdir()
    with here.installed(MINI) as house:
        lodge(house)
    process = slow_backup(here, folder / "b.backup")
    try:
        wait_for_part(folder)
        process.send_signal(how)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (process.returncode, said.count("\n")) == (3, 1), said
    assert list(folder.iterdir()) == []


def test_killed_it_leaves_no_file_under_the_name(place: MakePlace, tmp_path: Path) -> None:
    here, folder = place("sqlite"), tmp_path / "backups"
    folder.mkdir()
    with here.installed(MINI) as house:
        lodge(house)
    process = slow_backup(here, folder / "b.backup")
    wait_for_part(folder)
    process.kill()
    process.communicate(timeout=30)
    (left,) = folder.iterdir()
    assert left.name.startswith(".b.backup.")
    with pytest.raises(Broken):
        check(left)


SLOW = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are told to ignore it
from engine import clock
from engine.rescue import rows
usual = rows._line
def slowly(row):
    clock.pause(0.2)
    return usual(row)
rows._line = slowly
from engine.cli import main
main(sys.argv[1:])
"""


def slow_backup(here: Place, file: Path) -> subprocess.Popen[str]:
    """A backup that takes its time for every row."""
    return subprocess.Popen(
        [sys.executable, "-c", SLOW, "backup", str(file)],
        env={**os.environ, "QUERELA_HOME": str(here.home), "QUERELA_DATABASE_URL": here.url},
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


def wait_for_part(folder: Path) -> None:
    """Come back when something has been begun."""
    give_up_at = monotonic() + 30
    while not list(folder.iterdir()):
        assert monotonic() < give_up_at
        pause(0.02)


def test_a_file_that_is_erased_while_the_backup_runs_is_nobodys_loss(
    house: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row and its file go together; the backup has seen the row already."""

    def packed(archive: ArchiveWriter, snapshot: object, files: Files) -> set[str]:
        (digest,) = (attachment(house).name,)
        with house.querela.store.begin() as unit:
            unit.connection.exec_driver_sql("DELETE FROM attachments")
        attachment(house).unlink()
        missing = usual(archive, snapshot, files)  # type: ignore[arg-type]
        assert missing == {digest}
        return missing

    usual = backing_up._pack_files
    monkeypatch.setattr(backing_up, "_pack_files", packed)
    made = keep(house.querela, tmp_path / "b.backup")
    assert (made.missing, made.items("attachments.tar")) == (0, 0)
    assert made.items("tables/attachments.jsonl") == 1
    check(tmp_path / "b.backup")


def test_a_file_that_is_added_while_the_backup_runs_belongs_to_the_next_one(
    house: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def packed(archive: ArchiveWriter, snapshot: object, files: Files) -> set[str]:
        lodged = lodge(house)
        house.do(Attach(lodged.reference, "photo.png", PNG + b"1", lodged.tracking_code))
        return usual(archive, snapshot, files)  # type: ignore[arg-type]

    usual = backing_up._pack_files
    monkeypatch.setattr(backing_up, "_pack_files", packed)
    made = keep(house.querela, tmp_path / "b.backup")
    assert (made.items("tables/complaints.jsonl"), made.items("attachments.tar")) == (1, 1)


def test_it_holds_a_few_rows_and_one_file_at_a_time(tmp_path: Path) -> None:
    """250 MB of rows and files pass through a process that needs less than 80 MB for them."""
    done = subprocess.run(
        [sys.executable, "-c", FLAT, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    before, after = map(int, done.stdout.split())
    assert after - before < 80_000, "kB of memory at most"


FLAT = """
import resource, sys
from pathlib import Path
from engine.files import Files
from engine.rescue.attachments import read_files, write_files
from engine.rescue.manifest import Manifest
from engine.rescue.reader import open_archive
from engine.rescue.rows import read_rows, write_rows
from engine.rescue.writer import new_archive
from tests.support.installation import MONDAY

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

folder = Path(sys.argv[1])
files = Files(folder / "attachments")
digests = [files.keep(bytes([n]) * 5_000_000) for n in range(10)]
file = folder / "b.backup"
before = peak()
with new_archive(file) as archive:
    with archive.part("tables/history.jsonl") as part:
        write_rows(part, ["a", "b"], ([n, "x" * 1000] for n in range(200_000)))
    with archive.part("attachments.tar") as part:
        write_files(part, files, digests)
    archive.finish(Manifest("0", "0001", MONDAY, "production", "sqlite", "0" * 64, tuple(archive.parts), 0))
with open_archive(file) as archive:
    for part, read in zip(archive.manifest.parts, (read_rows, read_files)):
        with archive.part(part) as source:
            assert sum(1 for _ in read(source)) >= part.items
print(before, peak())
"""


class Memory:
    """A part that is written into memory and read from there."""

    def __init__(self) -> None:
        self.data = io.BytesIO()
        self.items = 0

    def write(self, data: bytes) -> None:
        self.data.write(data)

    def read(self, size: int) -> bytes:
        return self.data.read(size)


@pytest.mark.parametrize(
    "row",
    [
        ["", None, 0, -1, 2**62, True, False],
        ['‮ä \u2028\n\r\t"\\', b"", b"\x00\xff", "\x00"],
        ["x" * 3_000_000, b"y" * 3_000_000],
    ],
    ids=["simple", "odd", "long"],
)
def test_rows_come_back_as_they_were(row: list[object]) -> None:
    memory = Memory()
    columns = [f"c{place}" for place in range(len(row))]
    write_rows(memory, columns, [row, row])  # type: ignore[arg-type]
    memory.data.seek(0)
    assert list(read_rows(memory)) == [columns, row, row]  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 100_000])
def test_files_come_back_as_they_were(tmp_path: Path, size: int) -> None:
    memory, files = Memory(), Files(tmp_path)
    digest = files.keep(bytes(size))
    assert tape.write_files(memory, files, [digest, digest]) == set()  # type: ignore[arg-type]
    memory.data.seek(0)
    assert list(tape.read_files(memory)) == [bytes(size)] * 2  # type: ignore[arg-type]


def test_a_slow_disk_does_not_end_the_transaction_that_reads(place: MakePlace) -> None:
    """PostgreSQL ends one that stands still for half a minute, as it does while a large file is packed."""
    here = place("postgresql")
    with here.installed(MINI) as house, house.querela.store.snapshot() as snapshot:
        limit = text("SELECT current_setting('idle_in_transaction_session_timeout')")
        assert snapshot._connection.scalar(limit) == "0"

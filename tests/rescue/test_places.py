"""Files of cases take their places wholly or not at all, also where the folder lies on another disk."""

import errno
import os
from pathlib import Path

import pytest

from engine.errors import Unavailable
from engine.files import Files
from engine.rescue import places
from engine.rescue.places import adopted


@pytest.fixture(autouse=True)
def another_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def apart(_source: Path, _target: Path) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(places.os, "link", apart)


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    for data in (b"one", b"two"):
        Files(tmp_path / "staging").keep(data)
    return tmp_path / "staging"


def names(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_they_are_copied(staging: Path, tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    with adopted(staging, folder):
        pass
    assert names(folder) == names(staging)
    assert {Files(folder).read(Path(name).name) for name in names(folder)} == {b"one", b"two"}


def test_what_was_copied_is_gone_when_the_rest_fails_and_what_was_there_is_not(
    staging: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "attachments"
    there = Files(folder).keep(b"one")
    with pytest.raises(ZeroDivisionError), adopted(staging, folder):
        _ = 1 / 0
    assert names(folder) == [f"{there[:2]}/{there}"]


def test_a_disk_that_is_full_leaves_no_part_of_a_file(
    staging: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("engine.files.os.fsync", full)
    with pytest.raises(Unavailable, match="No space left"), adopted(staging, tmp_path / "attachments"):
        pass
    assert names(tmp_path) == [f"staging/{name}" for name in names(staging)]

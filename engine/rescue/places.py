"""Where restored files go: beside what is there until all is ready, each under its content's hash."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.errors import WrongState


@contextmanager
def adopted(staging: Path, folder: Path) -> Iterator[None]:
    """Every file below `staging` appears below `folder` too, and is gone from there when the block fails.

    One that is there already is the same.
    """
    try:
        for file in _files(staging):
            target = folder / file.relative_to(staging)
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                _link(file, target)
        yield
    except BaseException:
        for file in _files(staging):
            _disown(file, folder / file.relative_to(staging))
        with suppress(OSError):  # it holds other files
            folder.rmdir()
        raise


def keep_only(folder: Path, staging: Path) -> None:
    """Remove every file below `folder` that is not below `staging`."""
    for file in _files(folder):
        if not (staging / file.relative_to(folder)).exists():
            file.unlink()


def require_room(folder: Path, size: int) -> None:
    """Raises WrongState unless the folder's disk has room for so many bytes."""
    free = shutil.disk_usage(folder).free
    if size > free:
        raise WrongState(f"The backup takes {size} bytes unpacked, and {folder} has {free} left.")


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def _disown(file: Path, target: Path) -> None:
    if target.exists() and target.samefile(file):
        target.unlink()
    with suppress(OSError):  # it holds other files, or was never made
        target.parent.rmdir()


def _link(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        shutil.copyfile(file, target)

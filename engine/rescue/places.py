"""Where restored files go: beside what is there until all is ready, each under its content's hash."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.errors import WrongState
from engine.files import Files
from engine.store.presence import lock

STAGING, LOCK = ".restoring-", "lock"


@contextmanager
def adopted(staging: Path, folder: Path) -> Iterator[None]:
    """Every file below `staging` appears below `folder` too, and is gone from there when the block fails.

    One that is there already is the same. Raises Unavailable where there is no room for a copy.
    """
    copies = []
    try:
        for file in _files(staging):
            target = folder / file.relative_to(staging)
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists() and not _linked(file, target):
                copies.append(target)
                Files(folder).keep(file.read_bytes())  # whole or not at all, and on disk
        yield
    except BaseException:
        for copy in copies:
            copy.unlink(missing_ok=True)
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


@contextmanager
def staging(home: Path) -> Iterator[Path]:
    """A folder in the home that is gone after the block; what a killed one has left goes before."""
    for left in home.glob(f"{STAGING}*"):
        held = lock(left / LOCK) if left.is_dir() else None
        if held is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(held)
    with TemporaryDirectory(dir=home, prefix=STAGING) as name:
        held = lock(Path(name) / LOCK)
        try:
            yield Path(name)
        finally:
            if held is not None:
                os.close(held)


def require_room(wanted: Iterable[tuple[Path, int]]) -> None:
    """Raises WrongState unless each disk has room for all bytes that are to go into these folders."""
    disks: dict[int, tuple[Path, int]] = {}
    for wished, size in wanted:
        folder = next(each for each in (wished, *wished.parents) if each.exists())
        disk = folder.stat().st_dev
        first, before = disks.get(disk, (folder, 0))
        disks[disk] = (first, before + size)
    for folder, size in disks.values():
        free = shutil.disk_usage(folder).free
        if size > free:
            raise WrongState(
                f"The backup takes {size} bytes unpacked on the disk of {folder}, which has {free} left."
            )


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def _disown(file: Path, target: Path) -> None:
    if target.exists() and target.samefile(file):
        target.unlink()
    with suppress(OSError):  # it holds other files, or was never made
        target.parent.rmdir()


def _linked(file: Path, target: Path) -> bool:
    """Whether the file has its second name; not on a file system without links, nor from one to another."""
    try:
        os.link(file, target)
    except FileExistsError:
        return True
    except OSError:
        return False
    return True

"""A disk so small that it can be filled: a file system in memory, where one may be mounted."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.support.requires import missing


@dataclass(frozen=True)
class Disk:
    """`folder` is where it is mounted."""

    folder: Path

    def fill(self) -> None:
        """Leave nothing free."""
        with (self.folder / "filler").open("ab", buffering=0) as filler, suppress(OSError):
            for size in (2**16, 512, 1):
                with suppress(OSError):  # no more of that size goes in
                    while filler.write(b"x" * size) == size:
                        pass

    def free(self) -> None:
        """Take the filler away."""
        (self.folder / "filler").unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """A disk of that size, or a skip where none can be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        missing("needs the program mount")
    if done.returncode:
        missing(f"needs to be allowed to mount a small disk, as root is: {done.stderr.strip()}")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)

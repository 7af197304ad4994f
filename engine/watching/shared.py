"""Counting together: the processes of one server share files in the home, mapped into memory.

Each server has a folder of its own, named by machine and process, so that the counters of one server begin at
nought with it and with nothing else. What a server left that was killed goes when the next one begins.
"""

import os
import shutil
import socket
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Read by the Prometheus client when it is loaded: from then on it counts there."""


def share(home: Path) -> Path:
    """The folder in which this process and its children will count; to be called before Figures load."""
    host = "".join(c if c.isalnum() else "-" for c in socket.gethostname())
    folder = home / "metrics"
    folder.mkdir(exist_ok=True)
    _clear(folder, host)
    own = folder / f"{host}.{os.getpid()}"
    own.mkdir()
    os.environ[VARIABLE] = str(own)
    return own


def leave(folder: Path, pid: int) -> None:
    """A process has ended: what it used is nobody's any more; what it counted stays."""
    for file in folder.glob(f"gauge_live*_{pid}.db"):
        file.unlink(missing_ok=True)


def end(folder: Path) -> None:
    """The server ends, and its figures with it."""
    shutil.rmtree(folder, ignore_errors=True)


def _clear(folder: Path, host: str) -> None:
    """Remove what servers of this machine have left that run no more."""
    for left in folder.glob(f"{host}.*"):
        pid = left.suffix[1:]
        if pid.isdigit() and (int(pid) == os.getpid() or not _runs(int(pid))):
            shutil.rmtree(left, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, but there
        return True
    return True

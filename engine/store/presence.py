"""Who serves from a database at this moment, so that nobody takes it away under them.

On a shared database each session bears its process's name; beside an embedded one each process holds a locked
file, which the system lets go of when the process and its children have ended, in whatever way.
"""

import fcntl
import os
import re
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

SERVE, WORKER, RESTORE = "serve", "worker", "restore"
ROLES = (SERVE, WORKER, RESTORE)

_NAME = re.compile(rf"querela ({'|'.join(ROLES)}) (\S+)/([0-9]+)")
_FILE = re.compile(rf"({'|'.join(ROLES)})\.(.+)\.([0-9]+)")
_HOST = 30
"""Letters of a machine's name; PostgreSQL keeps 63 of the whole."""
_SESSIONS = text(
    "SELECT DISTINCT application_name FROM pg_stat_activity "
    "WHERE datname = current_database() AND application_name LIKE 'querela %'"
)


@dataclass(frozen=True, order=True)
class Present:
    """A process that works on the database."""

    role: str  #: serve, worker or restore
    pid: int
    host: str

    def __str__(self) -> str:
        return f"querela {self.role} (process {self.pid} on {self.host})"


def name_of(role: str) -> str:
    """How this process calls itself in its sessions; without a role it does not count as present."""
    return f"querela {role} {_host()}/{os.getpid()}" if role else "querela"


def in_sessions(connection: Connection) -> list[Present]:
    """Whoever has a session of a shared database open, but for this process."""
    return _others(filter(None, map(_NAME.fullmatch, connection.scalars(_SESSIONS))))


def beside(file: Path) -> list[Present]:
    """Whoever works on the embedded database in that file, but for this process. Files of the dead go."""
    held = []
    for seat in _folder(file).glob("*"):
        named = _FILE.fullmatch(seat.name)
        free = lock(seat) if named is not None else None
        if free is not None:
            seat.unlink(missing_ok=True)
            os.close(free)
        elif named is not None:
            held.append(named)
    return _others(held)


@contextmanager
def seated(file: Path | None, role: str) -> Iterator[None]:
    """Be known to work on the embedded database in that file; None: sessions tell it, or nobody need know."""
    if file is None:
        yield
        return
    owner = os.getpid()
    seat = _folder(file) / f"{role}.{_host()}.{owner}"
    seat.parent.mkdir(mode=0o700, exist_ok=True)
    held = lock(seat)
    try:
        yield
    finally:
        if os.getpid() == owner:  # and no child that leaves by the same way
            seat.unlink(missing_ok=True)
            if held is not None:
                os.close(held)
            with suppress(OSError):  # others are there
                seat.parent.rmdir()


def lock(file: Path) -> int | None:
    """The descriptor by which the file is ours alone until it is closed; None: somebody else has it."""
    held = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return None
    return held


def _others(named: Iterable[re.Match[str]]) -> list[Present]:
    """Processes by role, machine and number, but for this one."""
    found = {Present(one[1], int(one[3]), one[2]) for one in named}
    return sorted(each for each in found if (each.host, each.pid) != (_host(), os.getpid()))


def _folder(file: Path) -> Path:
    return file.with_name(f"{file.name}.running")


def _host() -> str:
    return re.sub(r"\s|/", "-", socket.gethostname())[:_HOST] or "-"

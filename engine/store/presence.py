"""Who serves from a database at this moment, so that nobody takes it away under them.

On a shared database each session bears its process's name; beside an embedded one each process holds a locked
file, which the system lets go of when the process and its children have ended, in whatever way.
"""

import fcntl
import os
import re
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from engine.clock import pause

SERVE, WORKER, RESTORE = "serve", "worker", "restore"
ROLES = (SERVE, WORKER, RESTORE)

_NAME = re.compile(rf"querela ({'|'.join(ROLES)}) (\S+)/([0-9]+)")
_FILE = re.compile(rf"({'|'.join(ROLES)})\.(.+)\.([0-9]+)")
NAMED = 5
"""So many are named in a sentence."""
_TRIES = 5
"""So often a seat is asked for: somebody who looks round may have it in his hands for a moment."""
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


def told(present: Sequence[Present]) -> str:
    """Who they are, as a part of a sentence."""
    more = len(present) - NAMED
    return ", ".join(map(str, present[:NAMED])) + (f" and {more} more" if more > 0 else "")


def in_sessions(connection: Connection, role: str) -> list[Present]:
    """Whoever has a session of a shared database open, but for this process, which has that role."""
    return _others(role, filter(None, map(_NAME.fullmatch, connection.scalars(_SESSIONS))))


def beside(file: Path, role: str) -> list[Present]:
    """Whoever works on the embedded database in that file, but for this process, which has that role.

    Files of the dead go. One that is not ours to look into counts as somebody's.
    """
    held = []
    for seat in _folder(file).glob("*"):
        named = _FILE.fullmatch(seat.name)
        if named is None:
            continue
        try:
            free = lock(seat)
        except PermissionError:
            free = None
        if free is not None:
            seat.unlink(missing_ok=True)
            os.close(free)
        else:
            held.append(named)
    return _others(role, held)


@contextmanager
def seated(file: Path | None, role: str) -> Iterator[None]:
    """Be known to work on the embedded database in that file; None: sessions tell it, or nobody need know."""
    if file is None:
        yield
        return
    owner = os.getpid()
    seat = _folder(file) / f"{role}.{_host()}.{owner}"
    held = _taken(seat)
    try:
        yield
    finally:
        if os.getpid() == owner:  # and no child that leaves by the same way
            if held is not None:
                seat.unlink(missing_ok=True)
                os.close(held)
            with suppress(OSError):  # others are there
                seat.parent.rmdir()


def _taken(seat: Path) -> int | None:
    """The descriptor that holds the seat, its folder made where there is none; None: another has it.

    The last of others may take the folder away at this moment, and who looks round takes a seat that nobody
    holds yet for one of the dead.
    """
    for _ in range(_TRIES):
        seat.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):
            held = lock(seat)
            if held is None:
                pause(0.01)
            elif os.fstat(held).st_nlink:
                return held
            else:
                os.close(held)
    return None


def lock(file: Path) -> int | None:
    """The descriptor by which the file is ours alone until it is closed; None: somebody else has it."""
    held = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return None
    return held


def _others(role: str, named: Iterable[re.Match[str]]) -> list[Present]:
    """Processes by role, machine and number, but for this one.

    Containers of one name have processes of one number: in another role it is another process.
    """
    found = {Present(one[1], int(one[3]), one[2]) for one in named}
    return sorted(found - {Present(role, os.getpid(), _host())})


def _folder(file: Path) -> Path:
    return file.with_name(f"{file.name}.running")


def _host() -> str:
    return re.sub("[^A-Za-z0-9._-]", "-", socket.gethostname())[:_HOST] or "-"

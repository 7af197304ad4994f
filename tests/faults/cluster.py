"""A PostgreSQL server of one test alone, to be shut down and cut off; it keeps what it acknowledged."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from select import select
from threading import Lock, Thread

import psycopg
from sqlalchemy.engine import make_url

from tests.support.postgres import (
    ROLE,
    START_SECONDS,
    NoPostgres,
    as_user,
    binaries,
    free_port,
    run_as,
    run_sql,
    unprivileged_user,
)
from tests.support.requires import missing

SMART, FAST, IMMEDIATE = signal.SIGTERM, signal.SIGINT, signal.SIGQUIT
"""Waits for all sessions; ends them; ends itself as in a crash, and recovers at its next start."""

END_SECONDS = 30.0
"""In which it has ended when told to."""
SETTINGS = (
    "fsync=off",
    "shared_buffers=32MB",
    "max_connections=200",
    "log_min_messages=fatal",
    "authentication_timeout=2s",
)
"""Only the machine's own crash could take what is not synchronised, and it does not crash here. A server that
shuts down waits for whoever has connected and not said a word, however harshly it is told, for so long."""


@dataclass
class Server:
    """`folder` holds the cluster's files, `said` what it has to say."""

    folder: Path
    said: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{ROLE}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and come back when it answers. Raises RuntimeError when it does not."""
        settings = (
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            *SETTINGS,
        )
        words = [binaries() / "postgres", "-D", self.folder / "data"]
        words += [word for setting in settings for word in ("-c", setting)]
        with self.said.open("ab") as log:
            self.process = subprocess.Popen(
                [*as_user(unprivileged_user()), "--pdeathsig", "INT", *words],
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        give_up_at = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError(f"PostgreSQL did not start:\n{self.log()[-3000:]}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether it takes sessions."""
        try:
            run_sql(self.url, "SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def restart(self, how: signal.Signals, patience: float = 0.3) -> None:
        """Shut it down so, and start it; who does not go when asked is told more harshly, as operators do."""
        assert self.process is not None
        self.process.send_signal(how)
        harsher = [(END_SECONDS, IMMEDIATE)]
        if how is SMART:
            harsher.insert(0, (patience, FAST))
        for seconds, word in harsher:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
                break
            self.process.send_signal(word)
        self.process.wait(END_SECONDS)
        self.start()

    def end_sessions(self) -> None:
        """End all sessions but the one that says so, whatever they are doing."""
        run_sql(
            self.url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
        )

    def end(self) -> None:
        """Shut it down for good."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(IMMEDIATE)
            self.process.wait(END_SECONDS)

    def log(self) -> str:
        return self.said.read_text(errors="replace")


@contextmanager
def cluster(folder: Path | None = None) -> Iterator[Server]:
    """A new server that runs, or a skip where there are no programs; `folder`: where its files shall lie."""
    try:
        programs, user = binaries(), unprivileged_user()
    except NoPostgres as reason:
        missing(str(reason))
    made = folder or Path(tempfile.mkdtemp(prefix="querela-faults-"))
    if user is not None:
        os.chown(made, user.pw_uid, user.pw_gid)
    initdb = [programs / "initdb", "--pgdata", made / "data", "--username", ROLE, "--auth=trust"]
    run_as(user, [*initdb, "--encoding=UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"], made)
    server = Server(made, Path(tempfile.mkstemp(prefix="querela-faults-")[1]), free_port())
    try:
        server.start()
        yield server
    finally:
        server.end()
        shutil.rmtree(made if folder is None else made / "data", ignore_errors=True)
        server.said.unlink()


class Wire:
    """Stands between its users and a server, and can be cut."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._lock = Lock()
        self._open: set[socket.socket] = set()
        self._threads = [Thread(target=self._accept)]
        self._threads[0].start()

    def cut(self) -> None:
        """Break every connection off, with whatever is on its way."""
        with self._lock:
            for end in self._open:
                with suppress(OSError):  # it has just been closed from the other side
                    end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Take no more, and cut what is there."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        self.cut()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with self._listener:
            while True:
                try:
                    near, _ = self._listener.accept()
                except OSError:
                    return  # shut down
                self._threads.append(Thread(target=self._carry, args=(near,)))
                self._threads[-1].start()

    def _carry(self, near: socket.socket) -> None:
        """Between both ends, until one of them is closed or the wire is cut."""
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self._to)) as far:
            with self._lock:
                self._open |= {near, far}
            try:
                while True:
                    for end in select([near, far], [], [])[0]:
                        data = end.recv(65536)
                        if not data:
                            return
                        (far if end is near else near).sendall(data)
            finally:
                with self._lock:
                    self._open -= {near, far}


def through(url: str, wire: Wire) -> str:
    """The same database, reached over the wire."""
    return make_url(url).set(port=wire.port).render_as_string(hide_password=False)

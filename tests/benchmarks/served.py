"""Servers in processes of their own, and the work that those take."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from select import select
from tempfile import TemporaryFile
from time import perf_counter

from engine.clock import monotonic, pause
from tests.benchmarks.measure import Took
from tests.support.postgres import free_port

PATIENCE = 30.0
"""Seconds that a server has to answer for the first time, and to end."""
LAST_WORDS = 4000
"""Characters of a server's log that are shown when something went wrong."""
MAIN = "from engine.cli import main; main()"


class Server:
    """A running server, one connection to it, and its processes."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self._process = process
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def post(self, path: str, body: bytes, token: str = "") -> Took:
        """What one request takes: on the client's wall, and of the server's work. It must be answered 200."""
        self._stay_connected()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        work, wall = work_of(self._process.pid), perf_counter()
        self._connection.request("POST", path, body, headers)
        response = self._connection.getresponse()
        answer = response.read()
        took = Took(perf_counter() - wall, work_of(self._process.pid) - work)
        assert response.status == 200, answer
        return took

    def _stay_connected(self) -> None:
        """Connect anew where the server has closed the connection, which it does after two idle seconds."""
        if self._connection.sock is None:
            self._connection.connect()
        elif select([self._connection.sock], [], [], 0)[0]:
            self._connection.close()
            self._connection.connect()

    def await_answer(self) -> None:
        """Wait until it answers anything at all."""
        give_up_at = monotonic() + PATIENCE
        while True:
            try:
                self._connection.request("GET", "/healthz")
                self._connection.getresponse().read()
                return
            except OSError:
                self._connection.close()
                if self._process.poll() is not None or monotonic() > give_up_at:
                    raise
                pause(0.05)


@contextmanager
def querela(home: Path, *arguments: str) -> Iterator[Server]:
    """`querela` with these arguments and a port, for the installation in that folder."""
    environ = {"QUERELA_HOME": str(home), "QUERELA_RATE_LIMITS": "off"}
    with _server(["-c", MAIN, *arguments, "--port"], environ) as server:
        yield server


@contextmanager
def python(*arguments: "str | Path") -> Iterator[Server]:
    """Python with these arguments and a port."""
    with _server([*map(str, arguments)], {}) as server:
        yield server


@contextmanager
def _server(arguments: list[str], environ: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, *arguments, str(port)]
    with TemporaryFile() as log:
        process = subprocess.Popen(command, env=clean(environ), stdout=log, stderr=log)
        try:
            server = Server(process, port)
            server.await_answer()
            yield server
        except Exception:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-LAST_WORDS:])
            raise
        finally:
            process.terminate()
            process.wait(PATIENCE)


def clean(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process of ours: nothing of an installation that the caller may have."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUERELA_")}
    return {**kept, **environ}


def work_of(pid: int) -> float:
    """Seconds of work of a process, its threads and its children so far; 0 where nothing tells."""
    total = 0
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        try:
            total += int((thread / "schedstat").read_text().split()[0])
            children = (thread / "children").read_text().split()
        except OSError:  # it has just ended
            continue
        total += sum(round(work_of(int(child)) * 1e9) for child in children)
    return total / 1e9

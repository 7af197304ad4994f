"""A site of real processes: a server and a worker, both of which can be killed and started again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tests.support.postgres import free_port

QUERELA = Path(sys.executable).with_name("querela")
LAUNCHER = Path(__file__).with_name("launcher.py")
START_SECONDS = 90
"""A busy machine starts slowly; an idle one in two."""


class Unanswered(Exception):
    """No answer came: whether it was done is not known."""


@dataclass
class Site:
    """`home` holds the log of all processes beside the installation's files.

    `orders`: the folder from which its processes take orders to be struck; None: they are `querela` itself.
    """

    home: Path
    environ: Mapping[str, str]
    orders: Path | None = None
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def start_server(self, *options: str) -> None:
        """Start it; it answers some time later."""
        self.server = self._start("serve", "--host", "127.0.0.1", "--port", str(self.port), *options)

    def start_worker(self) -> None:
        """Start the worker that runs beside the server's own."""
        self.worker = self._start("worker")

    def kill_server(self) -> None:
        """Kill the server with all its children at one blow, and start another."""
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
        self.start_server()

    def kill_master(self) -> None:
        """Kill the server's first process only: its children are left behind. Start another."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()
        self.start_server()

    def kill_child(self) -> bool:
        """Kill one process that answers requests; the server starts another. False: there is none."""
        children = self.children()
        if not children:
            return False
        try:
            os.kill(children[0], signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def kill_worker(self) -> None:
        """Kill the worker and start another."""
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
        self.start_worker()

    def children(self) -> list[int]:
        """Process ids of the server's children."""
        pid = self.server.pid if self.server else 0
        try:
            return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except FileNotFoundError:
            return []

    def end_worker(self) -> None:
        """Kill the worker, if it runs."""
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
            self.worker = None

    def end(self) -> None:
        """Kill whatever still runs."""
        for process in (self.server, self.worker):
            if process is not None and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.server = self.worker = None

    def wait_until_ready(self) -> None:
        """Come back when the server answers."""
        give_up_at = time.monotonic() + START_SECONDS
        while True:
            with suppress(Unanswered):
                if self.call("GET", "/readyz")[0] == 200:
                    return
            if time.monotonic() > give_up_at:
                raise AssertionError(f"the server does not answer:\n{self.log()[-3000:]}")
            time.sleep(0.05)

    def call(
        self, method: str, path: str, body: object = None, token: str = "", key: str = "", seconds: float = 20
    ) -> tuple[int, Any]:
        """Status and JSON. Raises Unanswered when the server died, is not there, or takes too long."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key:
            headers["Idempotency-Key"] = key
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        except (OSError, HTTPException, ValueError) as lost:
            raise Unanswered(repr(lost)) from lost
        finally:
            connection.close()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One `querela` command that ends by itself."""
        return subprocess.run(
            [*self._program(), *words], env=self._environ(), capture_output=True, text=True, check=False
        )

    def log(self) -> str:
        """What all processes have written to stderr and stdout."""
        path = self.home / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        self.starts += 1
        with (self.home / "log").open("ab") as log:
            return subprocess.Popen(
                [*self._program(), *words],
                env=self._environ(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _program(self) -> list[Path | str]:
        return [QUERELA] if self.orders is None else [sys.executable, LAUNCHER]

    def _environ(self) -> dict[str, str]:
        orders = {} if self.orders is None else {"FAULTS": str(self.orders)}
        return {**os.environ, **self.environ, **orders}

"""A real server with processes of its own, and a worker beside it, as Prometheus meets them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from engine.clock import monotonic, pause
from tests.support.installation import installation
from tests.support.postgres import free_port
from tests.watching.test_figures import read

QUERELA = [sys.executable, "-c", "from engine.cli import main; main()"]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30


class Server:
    """A running `querela serve`, or whatever else answers at its port."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self._port = port
        self._log = log

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def figures(self) -> dict[tuple[str, ...], float]:
        return read(self.get("/metrics")[1])

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What it wrote, line by line."""
        return [json.loads(line) for line in self._log.read_text().splitlines() if line.startswith("{")]


@contextmanager
def running(words: list[str], environ: dict[str, str], port: int, log: Path) -> Iterator[Server]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*QUERELA, *words], cwd=ROOT, env={**os.environ, **environ}, stdout=out, stderr=out
        )
    server = Server(process, port, log)
    try:
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def until(found: Callable[[], Any]) -> Any:
    """What `found` answers, as soon as that is something."""
    give_up_at = monotonic() + PATIENCE
    while True:
        try:
            if answer := found():
                return answer
        except OSError:
            pass
        assert monotonic() < give_up_at, "nothing came in time"
        pause(0.1)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    home = tmp_path / "home"
    with installation(home, QUERELA_ENV="sandbox"):
        pass
    return {"QUERELA_HOME": str(home), "QUERELA_ENV": "sandbox"}


def serving(environ: dict[str, str], tmp_path: Path) -> Any:
    port = free_port()
    return running(["serve", "--port", str(port)], environ, port, tmp_path / "log")


def test_it_counts_as_one_server_and_begins_anew_with_it(environ, tmp_path):
    home = Path(environ["QUERELA_HOME"])
    count = ("querela_http_requests_total", "method=GET", "route=/complain", "status=200")
    with serving(environ, tmp_path) as server:
        until(lambda: server.get("/healthz")[0] == 200)
        for _ in range(3):
            server.get("/complain", X_Request_Id="asked-for-1")
        figures = server.figures()
        assert figures[count] == 3
        pids = {name[1] for name in figures if name[0] == "querela_process_resident_memory_bytes"}
        assert len(pids) == 1, "each process by its own number"
        assert figures["querela_pool_limit", *pids] == 30
        assert figures["querela_pool_open", *pids] >= 1
        [line, *_more] = [line for line in server.lines if line.get("request") == "asked-for-1"]
        assert (line["event"], line["route"], line["status"]) == ("request", "/complain", 200)
        own = [folder.name for folder in (home / "metrics").iterdir()]
        assert len(own) == 1
        worker = int(next(iter(pids)).removeprefix("pid="))
        os.kill(worker, signal.SIGKILL)
        again = until(lambda: _by_another(server.figures(), pids))
        assert again[count] == 3, "what a lost process has counted stays"
    assert not list((home / "metrics").iterdir()), "nothing is left behind"
    with serving(environ, tmp_path) as server:
        until(lambda: server.get("/healthz")[0] == 200)
        assert count not in server.figures()


def _by_another(
    figures: dict[tuple[str, ...], float], before: set[str]
) -> dict[tuple[str, ...], float] | None:
    """The figures, once they are those of another process only."""
    now = {name[1] for name in figures if name[0] == "querela_process_resident_memory_bytes"}
    return figures if now and not now & before else None


def test_it_removes_what_a_killed_server_has_left(environ, tmp_path):
    home = Path(environ["QUERELA_HOME"])
    with serving(environ, tmp_path) as server:
        until(lambda: server.get("/healthz")[0] == 200)
        host = next((home / "metrics").iterdir()).stem
    stale, other = home / "metrics" / f"{host}.999999999", home / "metrics" / "elsewhere.7"
    stale.mkdir(parents=True)
    other.mkdir()
    with serving(environ, tmp_path) as server:
        until(lambda: server.get("/healthz")[0] == 200)
        assert not stale.exists()
        assert other.exists(), "another machine's server may still run"


def test_a_worker_tells_its_own_figures(environ, tmp_path):
    port = free_port()
    with running(["worker", "--metrics", str(port)], environ, port, tmp_path / "log") as worker:
        figures = until(worker.figures)
        assert figures["querela_process_resident_memory_bytes",] > 1_000_000


def test_it_refuses_to_start_where_spans_cannot_be_sent(environ, tmp_path):
    port = str(free_port())
    refused = subprocess.run(
        [*QUERELA, "serve", "--port", port],
        cwd=ROOT,
        env={
            **os.environ,
            **environ,
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode == 3
    assert "Spans travel by http/protobuf only" in refused.stderr

"""A server that is told to end finishes what it has begun, and takes nothing new."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from engine.clock import monotonic, pause
from engine.commands.administer import AddToken
from engine.history import verify
from tests.commands.lodging import kinds, lodge, open_task
from tests.support.installation import MINI, Installation, installation
from tests.support.postgres import free_port, libpq_url

ROOT = Path(__file__).resolve().parents[2]
QUERELA = [sys.executable, "-c", "from engine.cli import main; main()"]
PATIENCE = 30.0
Answer = tuple[int, dict[str, object]]


def call(port: int, token: str, path: str) -> Answer:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("POST", f"/api/v1{path}", json.dumps({"values": {"severity": 1}}), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def answers(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            answer.read()
        except OSError:
            return False
        return answer.status == 200


def await_(happens: Callable[[], bool]) -> None:
    give_up_at = monotonic() + PATIENCE
    while not happens():
        assert monotonic() < give_up_at
        pause(0.05)


def hold(house: Installation, instance: str, ends: ExitStack) -> Callable[[], None]:
    """Keep whoever wants to change the instance waiting, until it is closed."""
    url = house.querela.config.database_url
    if url.startswith("sqlite"):
        file = sqlite3.connect(house.querela.config.home / "querela.db", isolation_level=None)
        ends.callback(file.close)
        file.execute("BEGIN IMMEDIATE")
        return file.close
    connection = ends.enter_context(psycopg.connect(libpq_url(make_url(url))))
    connection.execute("SELECT 1 FROM instances WHERE id = %s FOR UPDATE", (instance,))
    return connection.rollback


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_it_finishes_the_requests_under_way(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("reserved_url") if kind == "postgresql" else None
    with installation(tmp_path, url, MINI) as house, ExitStack() as ends:
        item = open_task(house, lodge(house).reference, "assess")
        token, port = house.do(AddToken("handler")), free_port()
        environ = {**os.environ, "QUERELA_HOME": str(tmp_path), "QUERELA_DATABASE_URL": url or ""}
        words = ["serve", "--no-worker", "--port", str(port)]
        server = subprocess.Popen([*QUERELA, *words], cwd=ROOT, env=environ)
        ends.callback(server.kill)
        await_(lambda: answers(port))
        release = hold(house, item.instance, ends)
        threads = ends.enter_context(ThreadPoolExecutor(1))
        under_way = threads.submit(call, port, token, f"/tasks/{item.id}/complete")
        pause(1)
        server.send_signal(signal.SIGTERM)
        pause(1)
        assert server.poll() is None
        assert not under_way.done()
        release()
        status, body = under_way.result(PATIENCE)
        assert (status, body["task"]["state"]) == (200, "done"), body  # type: ignore[index]
        assert server.wait(PATIENCE) == 0
        assert not answers(port)
        assert kinds(house, str(item.reference)).count("task-completed") == 1
        assert verify(house.querela.store).ok

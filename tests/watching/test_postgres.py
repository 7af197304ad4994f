"""Watched on PostgreSQL: several processes that answer as one, workers that are seen, a server that hangs."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.queries.operations import HowItRuns
from tests.support import postgres, requires
from tests.support.installation import installation
from tests.watching.test_figures import read
from tests.watching.test_server import running, until
from web.app import create_app


def test_any_process_answers_for_all(postgres_url, tmp_path):
    home = tmp_path / "home"
    with installation(home, postgres_url, QUERELA_ENV="sandbox"):
        pass
    environ = {"QUERELA_HOME": str(home), "QUERELA_DATABASE_URL": postgres_url, "QUERELA_ENV": "sandbox"}
    count = ("querela_http_requests_total", "method=GET", "route=/complain", "status=200")
    port = postgres.free_port()
    with running(["serve", "--port", str(port)], environ, port, tmp_path / "log") as server:
        until(lambda: server.get("/healthz")[0] == 200)
        for _ in range(12):
            server.get("/complain")
        seen = [server.figures() for _ in range(8)]
        assert {figures[count] for figures in seen} == {12}, "whoever of them is asked"
        assert seen[-1]["querela_commands_total", "command=CallWorkers", "outcome=done"] >= 1
        pids = {name[1] for name in seen[-1] if name[0] == "querela_pool_limit"}
        assert len(pids) == (os.cpu_count() or 1)
        lines = [line for line in server.lines if line.get("command") == "CallWorkers"]
        assert lines == [], "what comes every second is counted, not told"


def test_workers_are_seen(postgres_url, tmp_path):
    with installation(tmp_path / "home", postgres_url, QUERELA_ENV="sandbox") as house:
        with house.querela.store.begin() as unit:
            unit.connection.exec_driver_sql(
                "INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now()), (now() - interval '1 hour')"
            )
        fresh, silent = house.ask(HowItRuns(), house.actor("admin")).workers
        assert fresh.silent_seconds < 60
        assert 3600 <= silent.silent_seconds < 3700
        assert not fresh.busy
        figures = read(create_app(house.querela).test_client().get("/metrics").text)
        assert figures["querela_queue_workers", "state=alive"] == 1
        assert figures["querela_queue_workers", "state=silent"] == 1


@contextmanager
def frozen(cluster: postgres.Cluster) -> Iterator[None]:
    """The server and all its sessions stand still while the block runs."""
    pid = cluster.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    everybody = [pid, *map(int, children)]
    for each in everybody:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in everybody:
            os.kill(each, signal.SIGCONT)


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """A server that only this test uses."""
    try:
        made = postgres.start_cluster(postgres.binaries())
    except postgres.NoPostgres as reason:
        requires.missing(str(reason))
    yield made
    made.end()


def test_it_is_told_that_the_database_hangs_while_it_does(cluster, tmp_path):
    url = postgres.create_database(cluster.url)
    with installation(tmp_path / "home", url, QUERELA_ENV="sandbox") as house:
        client = create_app(house.querela).test_client()
        assert client.get("/readyz").status_code == 200
        with frozen(cluster):
            for _ in range(3):
                answer = client.get("/readyz")
                assert answer.status_code == 503
                assert "has not answered for" in answer.json["reason"]
            assert client.get("/healthz").status_code == 200
            figures = client.get("/metrics")
            assert figures.status_code == 200
            assert "querela_database_up 0.0" in figures.text
        until(lambda: client.get("/readyz").status_code == 200)
        assert "querela_database_up 1.0" in client.get("/metrics").text

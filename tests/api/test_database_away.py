"""A database that is busy, full or gone: 503 with the time to try again, and nothing half done."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Connection, Engine

from engine.commands.administer import AddToken
from engine.commands.claim_task import ClaimTask
from engine.errors import InDoubt, Unavailable
from engine.history import verify
from engine.model.work import Instance
from engine.store import SqlStore, database
from engine.store.repositories.instances import SqlInstances
from tests.api.client import Caller
from tests.commands.lodging import kinds, lodge, open_task
from tests.support.client import Client
from tests.support.installation import MINI, PASSWORD, Installation, installation
from web.app import create_app
from web.errors import AWAY, DOUBT, RETRY_AFTER

WORK: dict[str, object] = {"values": {"severity": 1}}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store with one connection, that waits for nothing."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(database, "POOL_SIZE", 1)
    monkeypatch.setattr(database, "POOL_OVERFLOW", 0)
    monkeypatch.setattr(database, "POOL_SECONDS", 0.05)


@pytest.fixture
def embedded(impatient: None, tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, package=MINI) as made:
        yield made


@pytest.fixture
def served(tmp_path: Path, reserved_url: str) -> Iterator[Installation]:
    with installation(tmp_path, reserved_url, package=MINI) as made:
        yield made


def caller(house: Installation, login: str = "handler") -> Caller:
    return Caller(create_app(house.querela), house, login)


def refuse(caller: Caller, path: str, detail: str = AWAY) -> None:
    """The call is answered by a 503 that says when to try again, and nothing of the database's own words."""
    answer = caller.request("POST", path, json=WORK)
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json"), answer.text
    assert answer.headers["Retry-After"] == str(RETRY_AFTER)
    assert answer.get_json()["detail"] == detail


def test_it_answers_soon_while_another_writes_for_long(embedded: Installation) -> None:
    item = open_task(embedded, lodge(embedded).reference, "assess")
    handler = caller(embedded)
    other = sqlite3.connect(embedded.querela.config.home / "querela.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refuse(handler, f"/tasks/{item.id}/complete")
    assert handler.get(f"/tasks/{item.id}")["state"] == "open"
    other.execute("ROLLBACK")
    other.close()
    handler.post(f"/tasks/{item.id}/complete", WORK)


def test_it_answers_soon_while_all_connections_are_in_use(embedded: Installation) -> None:
    item = open_task(embedded, lodge(embedded).reference, "assess")
    handler = caller(embedded)
    with embedded.querela.store.read():
        refuse(handler, f"/tasks/{item.id}/claim")
    handler.post(f"/tasks/{item.id}/claim")


def test_it_says_so_when_the_connection_is_cut_while_somebody_looks(served: Installation) -> None:
    """The session is over before its connection has noticed: at the end of a transaction that only looks."""
    left = [True]

    def lose(connection: Connection) -> None:
        if left:
            left.pop()
            mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with served.querela.store.begin() as unit:
                unit.connection.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})

    handler = caller(served)
    event.listen(Engine, "commit", lose)
    try:
        refuse(handler, "/tasks/none/claim")
    finally:
        event.remove(Engine, "commit", lose)
    assert handler.get("/tasks")["items"] == []


def test_it_does_nothing_by_halves_when_the_disk_is_full(embedded: Installation) -> None:
    reference = lodge(embedded).reference
    item = open_task(embedded, reference, "assess")
    handler, public, before = caller(embedded), Caller(create_app(embedded.querela), embedded), 0
    grow(embedded, 1)  # no page more than there are
    body = {"description": "x" * 20_000, "complainant": {"email": "ada@example.org"}}
    while (answer := public.request("POST", "/complaints", json=body)).status_code == 201:
        before += 1
    assert (answer.status_code, answer.get_json()["detail"]) == (503, AWAY), answer.text
    assert len(handler.get("/complaints?limit=200")["items"]) == before + 1
    grow(embedded, 1_000_000)
    handler.post(f"/tasks/{item.id}/complete", WORK)
    next_one = public.post("/complaints", body, expect=201)["reference"]
    assert next_one == f"2026-{before + 2:06}"
    assert verify(embedded.querela.store).ok


def grow(house: Installation, pages: int) -> None:
    """Let the embedded database grow to so many pages, or stay as large as it is."""
    with house.querela.store.read() as unit:
        unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def cut(house: Installation) -> None:
    """End every session of this database but the one that asks for it."""
    with house.querela.store.read() as unit:
        others = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        unit.connection.execute(others)


def test_it_connects_anew_when_connections_were_cut_meanwhile(served: Installation) -> None:
    reference = lodge(served).reference
    item = open_task(served, reference, "assess")
    handler = caller(served)
    handler.post(f"/tasks/{item.id}/claim")
    cut(served)
    handler.post(f"/tasks/{item.id}/complete", WORK)
    assert kinds(served, reference).count("task-completed") == 1


def test_it_does_nothing_by_halves_when_a_connection_is_cut(served: Installation) -> None:
    reference = lodge(served).reference
    item = open_task(served, reference, "assess")
    handler, before = caller(served), kinds(served, reference)

    save = SqlInstances.save

    def lose(self: SqlInstances, instance: Instance) -> Instance:
        cut(served)
        return save(self, instance)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SqlInstances, "save", lose)
        refuse(handler, f"/tasks/{item.id}/complete")
    assert kinds(served, reference) == before
    handler.post(f"/tasks/{item.id}/complete", WORK)
    assert verify(served.querela.store).ok


def test_it_says_when_nobody_knows_whether_it_was_kept(served: Installation) -> None:
    item = open_task(served, lodge(served).reference, "assess")
    handler = caller(served)

    left = [True, True]

    def lose(connection: Connection) -> None:
        if left and not connection.get_execution_options().get("postgresql_readonly"):
            left.pop()
            cut(served)

    event.listen(Engine, "commit", lose)
    refuse(handler, f"/tasks/{item.id}/claim", DOUBT)
    with pytest.raises(InDoubt):
        served.do(ClaimTask(item.id), served.actor("handler"))
    event.remove(Engine, "commit", lose)
    assert handler.get(f"/tasks/{item.id}")["assignee"] is None


def test_it_answers_when_there_is_no_database(tmp_path: Path, served: Installation) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    with pytest.raises(Unavailable), installation(tmp_path / "none", url):
        pass
    token = served.do(AddToken("handler"))
    object.__setattr__(served.querela.bus, "store", SqlStore(url))
    client = create_app(served.querela).test_client()
    answer = client.get("/api/v1/tasks", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(RETRY_AFTER))


def test_a_page_gives_back_what_was_typed(embedded: Installation) -> None:
    item = open_task(embedded, lodge(embedded).reference, "assess")
    client = Client(create_app(embedded.querela))
    client.post("/login", {"login": "handler", "password": PASSWORD}, page="/login")
    token = client.token(f"/work/{item.id}")
    sent = {"csrf_token": token, "severity": "2", "note": "A long <b>text", "form.action": "complete"}
    with embedded.querela.store.read():
        answer = client.raw.post(f"/work/{item.id}", data=sent)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(RETRY_AFTER))
    assert "A long &lt;b&gt;text" in answer.text
    assert AWAY in answer.text
    assert token not in answer.text.split("<main")[1].split("</main")[0]
    with embedded.querela.store.read():
        assert client.raw.get("/work").status_code == 503
        assert client.raw.get("/readyz").status_code == 503
        assert client.raw.get("/healthz").status_code == 200

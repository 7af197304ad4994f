"""Whether it lives and is ready: told in time, also by a database that hangs."""

import threading
from concurrent.futures import Future

import pytest

from engine.clock import monotonic
from engine.errors import BadConfiguration
from engine.watching.probe import Probe, Unanswered
from web.app import create_app
from web.health import NOT_READY


@pytest.fixture
def client(house):
    return create_app(house.querela).test_client()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_it_answers_those_who_ask_without_a_session(client, path):
    assert client.get(path).status_code == 200
    head = client.head(path)
    assert head.status_code == 200
    assert head.data == b""
    assert client.post(path).status_code in (400, 405)


def test_it_lives_without_its_database(house, client, monkeypatch):
    monkeypatch.setattr("engine.store.store.SqlStore.read", None)
    assert client.get("/healthz").json == {"status": "ok"}


def test_it_says_why_it_is_not_ready(house, client, monkeypatch):
    def refuse(_querela) -> None:
        raise BadConfiguration("The database is not set up.")

    monkeypatch.setattr("engine.bootstrap.Querela.require_kind", refuse)
    client = create_app(house.querela).test_client()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "reason": "The database is not set up."}
    assert client.head("/readyz").status_code == 503
    elsewhere = client.get("/readyz", headers={"X-Forwarded-For": "192.0.2.7"})
    assert elsewhere.status_code == 503
    assert elsewhere.json == {"status": "not ready", "reason": NOT_READY}


def test_it_does_not_wait_for_what_hangs(monkeypatch):
    release, asked, waits = threading.Event(), [], []

    class Watched(Future):
        def result(self, timeout=None):
            waits.append(timeout)
            return super().result(timeout)

    def hang() -> str:
        asked.append(1)
        release.wait(20)
        return "late"

    monkeypatch.setattr("engine.watching.probe.Future", Watched)
    probe = Probe(hang, patience=0.2)
    for _ in range(3):
        with pytest.raises(Unanswered, match="has not answered for"):
            probe.ask()
    first, *later = waits
    assert (0 < first <= 0.2, later) == (True, [0, 0]), "later ones are told at once"
    assert asked == [1], "and nobody asks a second time meanwhile"
    release.set()
    assert eventually(probe) == "late"


def eventually(probe: Probe[str]) -> str:
    until = monotonic() + 10
    while True:
        try:
            return probe.ask()
        except Unanswered:
            assert monotonic() < until


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (BadConfiguration("It is outdated."), "It is outdated."),
        (OSError("secret path"), "The database cannot be used (OSError)."),
    ],
)
def test_it_tells_what_went_wrong_in_a_sentence(raised, said):
    def fail() -> None:
        raise raised

    with pytest.raises(Unanswered) as told:
        Probe(fail, 5).ask()
    assert str(told.value) == said

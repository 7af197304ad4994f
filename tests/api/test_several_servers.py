"""Several servers on one database and one key: they know the same people and count attempts together."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from werkzeug.datastructures import Headers

from engine.bootstrap import Querela, from_environment
from engine.commands.administer import AddToken, SetPersonActive
from tests.support.client import Client
from tests.support.installation import MINI, PASSWORD, installation
from web.app import create_app

KEY = "one key for all servers of this house"


@pytest.fixture(params=["sqlite", "postgresql"])
def servers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Querela, Querela]]:
    """Two applications: on PostgreSQL each in a home of its own, as on two machines."""
    url = request.getfixturevalue("reserved_url") if request.param == "postgresql" else None
    limits = {"QUERELA_SECRET_KEY": KEY, "QUERELA_RATE_LIMITS": "on"}
    with installation(tmp_path / "one", url, MINI, **limits) as one, ExitStack() as ends:
        home = tmp_path / ("two" if url else "one")
        environ = {"QUERELA_HOME": str(home), "QUERELA_DATABASE_URL": url or "", **limits}
        two = from_environment(environ, one.clock)
        ends.callback(two.close)
        yield one.querela, two


def test_who_signs_in_at_one_is_signed_in_at_the_other(servers: tuple[Querela, Querela]) -> None:
    one, two = (Client(create_app(querela)) for querela in servers)
    one.post("/login", {"login": "handler", "password": PASSWORD}, page="/login")
    token = one.token("/work")
    cookie = one.raw.get_cookie("querela")
    assert cookie is not None
    two.raw.set_cookie("querela", cookie.value)
    assert two.get("/work").heading == "Work"
    answer = two.raw.post("/theme", data={"csrf_token": token, "theme": "dark"})  # of the other's page
    assert answer.status_code == 303


def test_a_token_ends_everywhere_at_once(servers: tuple[Querela, Querela]) -> None:
    one, two = servers
    headers = Headers({"Authorization": f"Bearer {one.do(AddToken('handler'))}"})
    client = create_app(two).test_client()
    assert client.get("/api/v1/tasks", headers=headers).status_code == 200
    one.do(SetPersonActive("handler", False))
    assert client.get("/api/v1/tasks", headers=headers).status_code == 401


def test_both_count_attempts_together(servers: tuple[Querela, Querela]) -> None:
    clients = [Client(create_app(querela)) for querela in servers]
    wrong = {"login": "handler", "password": "wrong"}
    statuses = [clients[n % 2].raw.post("/login", data=with_token(clients[n % 2], wrong)) for n in range(11)]
    assert [answer.status_code for answer in statuses] == [401] * 10 + [429]
    assert 0 < int(statuses[-1].headers["Retry-After"]) <= 60


def with_token(client: Client, fields: dict[str, str]) -> dict[str, str]:
    return {**fields, "csrf_token": client.token("/login")}


def test_both_answer_a_request_that_is_sent_twice_once(servers: tuple[Querela, Querela]) -> None:
    body = {"description": "The kettle leaks.", "complainant": {"email": "ada@example.org"}}
    answers = [
        create_app(querela)
        .test_client()
        .post("/api/v1/complaints", json=body, headers={"Idempotency-Key": "once"})
        for querela in servers
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].data == answers[1].data

"""What Prometheus reads, parsed by its own parser."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from engine.commands.administer import AddToken
from engine.commands.lodge_complaint import LodgeComplaint
from engine.errors import NotAllowed
from engine.model.complaint import Complainant
from tests.support.installation import Installation
from web.app import create_app

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}
BEHIND_PROXY = {"X-Forwarded-For": "192.0.2.7"}


def read(text: str) -> dict[tuple[str, ...], float]:
    """Every sample by name and labels, `name{a=1}` as ("name", "a=1")."""
    return {
        (sample.name, *(f"{k}={v}" for k, v in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def client(house: Installation):
    return create_app(house.querela).test_client()


def figures(client, **more) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics", **more)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    return read(answer.text)


def test_it_counts_commands_by_kind_and_end(house, client):
    before = figures(client)
    assert not [name for name in before if name[0] == "querela_commands_total"]
    house.do(LodgeComplaint(description="Wet.", complainant=Complainant(name="A", email="a@example.org")))
    with pytest.raises(NotAllowed):
        house.do(AddToken("handler"), house.actor("auditor"))
    found = figures(client)
    assert found["querela_commands_total", "command=LodgeComplaint", "outcome=done"] == 1
    assert found["querela_commands_total", "command=AddToken", "outcome=refused"] == 1
    assert found["querela_command_duration_seconds_count", "command=LodgeComplaint"] == 1
    assert 0 < found["querela_command_duration_seconds_sum", "command=LodgeComplaint"] < 60
    assert found["querela_command_duration_seconds_bucket", "command=LodgeComplaint", "le=+Inf"] == 1
    assert found["querela_history_entries_total",] == 2


def test_it_counts_requests_by_route_and_never_by_address(client):
    client.get("/complain")
    client.get("/api/v1/tasks/INSTANCE-SECRET")
    client.get("/nothing/here")
    client.get("/cases/2026-000001")
    found = figures(client)
    count = "querela_http_requests_total"
    assert found[count, "method=GET", "route=/complain", "status=200"] == 1
    assert found[count, "method=GET", "route=/api/v1/tasks/<task>", "status=401"] == 1
    assert found[count, "method=GET", "route=(none)", "status=404"] == 1
    assert found["querela_http_request_duration_seconds_count", "method=GET", "route=/complain"] == 1
    assert "SECRET" not in str(found)
    assert "2026-000001" not in str(found)


def test_it_says_what_waits(house, client):
    house.do(LodgeComplaint(description="Wet.", complainant=Complainant(name="A", email="a@example.org")))
    house.clock.advance(days=100)
    found = figures(client)
    assert found["querela_due_instances",] == 1
    assert found["querela_due_oldest_seconds",] > 24 * 3600
    assert found["querela_mails", "state=waiting"] >= 1
    assert found["querela_mails_oldest_seconds",] >= 100 * 24 * 3600
    assert found["querela_jobs", "state=failed"] == 0
    assert found["querela_incidents", "state=open"] == 0
    assert found["querela_count_limit",] == 10_000
    assert found["querela_database_up",] == 1
    [about] = [name for name in found if name[0] == "querela_info"]
    assert "database=sqlite" in about


def test_it_answers_also_when_the_database_does_not(house, client, monkeypatch):
    monkeypatch.setattr("engine.store.store.SqlStore.read", broken)
    found = figures(client)
    assert found["querela_database_up",] == 0
    assert not [name for name in found if name[0] == "querela_mails"]


def broken(_store):
    raise OSError("gone")


@pytest.mark.parametrize(
    ("environ", "headers", "status"),
    [
        ({}, {}, 200),
        ({"REMOTE_ADDR": "::1"}, {}, 200),
        (ELSEWHERE, {}, 401),
        ({}, BEHIND_PROXY, 401),
        ({}, {"Forwarded": "for=192.0.2.7"}, 401),
        (ELSEWHERE, {"Authorization": "Bearer wrong"}, 401),
        (ELSEWHERE, {"Authorization": "Basic TOKEN"}, 401),
        (ELSEWHERE, {"Authorization": "Bearer TOKEN"}, 200),
        ({}, {**BEHIND_PROXY, "Authorization": "bearer TOKEN"}, 200),
    ],
)
def test_it_is_for_this_machine_and_for_tokens(house, client, environ, headers, status):
    token = house.do(AddToken("admin"))
    sent = {name: value.replace("TOKEN", token) for name, value in headers.items()}
    answer = client.get("/metrics", environ_overrides=environ, headers=sent)
    assert answer.status_code == status
    if status == 401:
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "querela_" not in answer.text


def test_it_speaks_openmetrics_to_those_who_do(client):
    answer = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")

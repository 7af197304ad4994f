"""Spans as a collector receives them: request, command, transaction, step of the runtime."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from engine import traces
from engine.bootstrap import build, watched
from engine.clock import system_clock
from engine.commands.complete_task import CompleteTask
from engine.commands.lodge_complaint import LodgeComplaint
from engine.config import read_config
from engine.errors import BadConfiguration, NotAllowed
from engine.logs import within
from engine.model.complaint import Complainant
from engine.model.people import SYSTEM
from engine.queries.tasklist import Tasklist
from engine.spiff import SpiffRuntime
from engine.store import SqlStore
from engine.watching import telemetry
from tests.faults.post import post
from tests.support import postgres, requires
from tests.support.installation import Installation, StandingClock, installation
from tests.watching.receiver import Collector, collecting
from web.app import create_app

ADA = Complainant(name="Ada Example", email="ada@example.org")
TRACE = "0af7651916cd43dd8448eb211c80319c"
CALLER = "b7ad6b7169203331"
COMPLAINT = {"description": "My parcel is wet.", "complainant": {"email": "ada@example.org"}}


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collecting() as found:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", found.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield found  # whoever sends to it has been told to end by then


@pytest.fixture
def house(tmp_path: Path, collector: Collector) -> Iterator[Installation]:
    """A sandbox whose spans go to the collector."""
    with traced(tmp_path / "home", None, collector) as made:
        yield made


@contextmanager
def traced(home: Path, url: str | None, collector: Collector, smtp: str = "") -> Iterator[Installation]:
    with installation(home, url, QUERELA_ENV="sandbox"):
        pass
    environ = {
        "QUERELA_HOME": str(home),
        "QUERELA_ENV": "sandbox",
        "QUERELA_DATABASE_URL": url or "",
        "QUERELA_SMTP_URL": smtp,
    }
    clock = StandingClock()
    querela = watched(read_config(environ), {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.address}, clock)
    yield Installation(querela, clock)
    querela.close()
    assert querela.watch is not None
    querela.watch.close()


def sent(house: Installation) -> None:
    """Everything is at the collector."""
    assert house.querela.watch is not None
    house.querela.watch.close()


def test_it_follows_a_request_to_the_database(house, collector, lines):
    client = create_app(house.querela).test_client()
    headers = {"traceparent": f"00-{TRACE}-{CALLER}-01", "X-Request-Id": "r-1"}
    answer = client.post("/api/v1/complaints", json=COMPLAINT, headers=headers)
    assert answer.status_code == 201, answer.text
    sent(house)

    request = collector.one("POST /api/v1/complaints")
    assert (request.trace, request.parent, request.kind) == (TRACE, CALLER, 2)
    assert request.attributes["http.route"] == "/api/v1/complaints"
    assert request.attributes["http.response.status_code"] == 201
    command = collector.one("command LodgeComplaint")
    assert (command.trace, command.parent) == (TRACE, request.id)
    assert command.attributes["querela.case"] == answer.json["reference"]
    assert command.attributes["querela.instance"] == answer.json["instance"]
    assert command.attributes["querela.outcome"] == "done"
    assert command.attributes["querela.actor"] == "public"
    assert command.attributes["querela.request"] == "r-1"
    transaction = collector.one("transaction")
    assert transaction.parent == command.id
    assert transaction.events == ["commit"]
    assert collector.below(transaction) == ["runtime start"]
    assert collector.resource["service.name"] == "querela"
    [line] = lines.of("command")
    assert (line["trace"], line["request"]) == (TRACE, "r-1")
    [line] = lines.of("request")
    assert line["trace"] == TRACE


def test_it_sends_nothing_that_people_wrote(house, collector):
    create_app(house.querela).test_client().post("/api/v1/complaints", json=COMPLAINT)
    sent(house)
    assert collector.spans
    for secret in ("parcel", "wet", "ada"):
        assert secret not in str(collector.spans).replace("querela", "")


def test_it_tells_refusals_from_failures(house, collector):
    create_app(house.querela).test_client().post("/api/v1/complaints", json=COMPLAINT)
    [row] = house.ask(Tasklist(), house.actor("handler")).items
    with pytest.raises(NotAllowed):
        house.do(CompleteTask(row.item.id), house.actor("auditor"))

    def fail() -> None:
        raise ZeroDivisionError("by nought")

    with pytest.raises(ZeroDivisionError):
        house.querela.watch.around(CompleteTask(row.item.id), SYSTEM, fail)
    sent(house)
    refused, broken = [span for span in collector.spans if span.name == "command CompleteTask"]
    assert (refused.attributes["querela.outcome"], refused.failed) == ("refused", False)
    assert refused.attributes["error.type"] == "NotAllowed"
    assert (broken.attributes["querela.outcome"], broken.failed) == ("failed", True)


def test_a_job_of_a_worker_is_named_by_its_command(house, collector):
    create_app(house.querela).test_client().post("/api/v1/complaints", json=COMPLAINT)
    house.clock.advance(days=100)
    with within(task="look-after", job=7):
        house.run_due()
    sent(house)
    fired = next(span for span in collector.spans if span.name == "command FireTimers")
    assert fired.parent == ""
    assert fired.attributes["querela.job"] == "7"
    assert fired.attributes["querela.case"].startswith("2026-")
    assert collector.below(fired) == ["transaction"]


SENT, KEPT = ("command ClaimMail", "command NoteMail"), ("command KeepMail",)


@pytest.mark.parametrize(("kind", "names"), [("sqlite", SENT), ("postgresql", SENT), ("sqlite", KEPT)])
def test_what_a_worker_does_is_linked_to_the_command_that_has_left_it(kind, names, tmp_path, collector):
    with ExitStack() as stack:
        url = None
        smtp = stack.enter_context(post())[1] if names is SENT else ""
        if kind == "postgresql":
            server = requires.postgres()
            url = postgres.create_database(server)
            stack.callback(postgres.drop_database, server, url)
        with traced(tmp_path / "home", url, collector, smtp) as house:
            lodged = [house.do(LodgeComplaint(description="Wet.", complainant=ADA)) for _ in range(2)]
            house.querela.worker().run_due()
            house.clock.advance(days=100)
            house.querela.worker().run_due()
    left = {
        span.attributes["querela.case"]: (span.trace, span.id)
        for span in collector.spans
        if span.name == "command LodgeComplaint"
    }
    assert left.keys() == {each.reference for each in lodged}
    for name in names:
        done = [span for span in collector.spans if span.name == name and span.links]
        assert len(done) == 2
        assert sorted(span.links for span in done) == sorted([link] for link in left.values())
        assert all(span.parent == "" for span in done)
    fired = [span for span in collector.spans if span.name == "command FireTimers"]
    assert fired
    assert not [span for span in fired if span.links]  # nobody but the clock has asked for it


def test_it_forgets_who_has_left_what_waits_for_long(monkeypatch):
    monkeypatch.setattr(traces, "MOST", 2)
    found = []
    with traces.at_hand("00-1-2-01"):
        for key in ("a", "b", "c"):
            traces.keep(key)
    for key in ("a", "b", "b", "c"):
        with traces.doing(key):
            found.append(traces.cause())
    assert found == ["", "00-1-2-01", "", "00-1-2-01"]
    assert traces.cause() == ""


@pytest.mark.parametrize(
    ("environ", "sends"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_TRACES_EXPORTER": "none"}, False),
    ],
)
def test_it_sends_spans_where_the_standard_variables_say_so(environ, sends):
    assert telemetry.wanted(environ) is sends


def test_it_refuses_what_it_cannot_send(monkeypatch):
    environ = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317"}
    with pytest.raises(BadConfiguration, match="OTEL_EXPORTER_OTLP_PROTOCOL is “grpc”"):
        telemetry.wanted({**environ, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"})
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(BadConfiguration, match=r"install querela\[telemetry\]"):
        telemetry.wanted(environ)


def test_nothing_is_wrapped_where_no_collector_is_named(tmp_path):
    config = read_config({"QUERELA_HOME": str(tmp_path)})
    plain, looked_at = build(config), watched(config, {}, system_clock)
    for querela in (plain, looked_at):
        assert type(querela.services.runtime) is SpiffRuntime
        assert type(querela.bus.store) is SqlStore
        querela.close()
    assert plain.bus.watcher is None
    assert looked_at.watch is not None
    assert looked_at.watch.spans is None

"""The same form and the same message, sent by eight at once to a real server: they count once."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from engine.history import verify
from engine.queries.register import CaseDetail
from tests.faults.clerks import Way
from tests.faults.scene import Scene, scene
from tests.support import postgres, requires
from tests.support.installation import PASSWORD
from tests.support.told import happenings
from tests.whole.effort import either
from tests.whole.invariants import all_instances, troubles
from tests.whole.life import ANSWERS, COMPLAINT

SENDERS = 8
TIMES = either(1, 50)
HANDLED = Way(tasks={**ANSWERS, "assess": ("handler", {"nature": "complaint", "severity": 2})}, messages={})

Sender = Callable[[], tuple[int, Any]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    server = requires.postgres() if request.param == "postgresql" else None
    url = postgres.create_database(server) if server else None
    with scene(tmp_path_factory.mktemp("place"), url, package=COMPLAINT, way=HANDLED) as made:
        made.site.start_server()
        made.site.wait_until_ready()
        yield made
        assert troubles(made.querela) == []
        assert verify(made.querela.store).ok
    if server and url:
        postgres.drop_database(server, url)


def at_once(send: Sender) -> list[tuple[int, Any]]:
    """What the eight are answered, who begin at the same signal."""
    start = Barrier(SENDERS)

    def run() -> tuple[int, Any]:
        start.wait()
        return send()

    with ThreadPoolExecutor(SENDERS) as threads:
        return [made.result() for made in [threads.submit(run) for _ in range(SENDERS)]]


def api(place: Scene, path: str, body: Mapping[str, object], login: str, key: str = "") -> Sender:
    return lambda: place.site.call("POST", f"/api/v1{path}", body, place.office.tokens[login], key)


def page(place: Scene, path: str, cookie: str) -> tuple[dict[str, str], str]:
    """The hidden fields of the page's forms, and the session's cookie."""
    status, text, cookie = browse(place, "GET", path, cookie)
    assert status == 200, text[:500]
    names = ("csrf_token", "form.once")
    found = {name: re.search(f'name="{name}"[^>]*value="([^"]+)"', text) for name in names}
    return {name: match.group(1) for name, match in found.items() if match}, cookie


def browse(
    place: Scene, method: str, path: str, cookie: str, fields: Mapping[str, object] | None = None
) -> tuple[int, str, str]:
    """Status, page and cookie, as a browser would see them that follows no redirect."""
    connection = HTTPConnection("127.0.0.1", place.site.port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    try:
        connection.request(method, path, urlencode(fields or {}), headers)
        answer = connection.getresponse()
        given = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or []]
        return answer.status, answer.read().decode(), "; ".join(given) or cookie
    finally:
        connection.close()


def lodged(place: Scene) -> tuple[str, str]:
    """Reference of a new case, and its first task."""
    body = {"description": "It came open.", "complainant": {"name": "Ada", "email": "ada@home.example"}}
    status, answer = api(place, "/complaints", body, "handler")()
    assert status == 201, answer
    [task] = place.querela.ask(CaseDetail(answer["reference"])).tasks
    return answer["reference"], task.id


def kinds(place: Scene, reference: str) -> Counter[str]:
    with place.querela.store.read() as unit:
        instance = unit.complaints.get(reference).instance
        return Counter(each.kind for each in happenings(unit.history.of_instance(instance)))


def instances(place: Scene) -> int:
    with place.querela.store.read() as unit:
        return len(all_instances(unit))


def test_a_page_of_the_portal_lodges_one_complaint(place: Scene) -> None:
    for _ in range(TIMES):
        before = instances(place)
        hidden, cookie = page(place, "/complain", "")
        fields = {**hidden, "description": f"It came open: {uuid4()}.", "email": "ada@home.example"}
        answers = at_once(lambda: browse(place, "POST", "/complain", cookie, fields)[:2])  # noqa: B023
        assert [status for status, _ in answers] == [303] * SENDERS, answers
        assert instances(place) == before + 1


def test_a_complaint_with_an_id_of_the_sender_is_lodged_once(place: Scene) -> None:
    for _ in range(TIMES):
        before = instances(place)
        body = {
            "description": "It came open.",
            "external_id": uuid4().hex,
            "complainant": {"name": "Ada", "email": "ada@home.example"},
        }
        answers = at_once(api(place, "/complaints", body, "handler"))
        assert [status for status, _ in answers] == [201] * SENDERS, answers
        assert len({answer["reference"] for _, answer in answers}) == 1
        assert instances(place) == before + 1


def test_a_request_with_a_key_is_done_once_and_answered_alike(place: Scene) -> None:
    for _ in range(TIMES):
        reference, task = lodged(place)
        values = {"values": HANDLED.tasks["assess"][1]}
        answers = at_once(api(place, f"/tasks/{task}/complete", values, "handler", key=uuid4().hex))
        assert [status for status, _ in answers] == [200] * SENDERS, answers
        assert all(answer == answers[0] for answer in answers)
        assert kinds(place, reference)["task-completed"] == 1


def test_a_form_of_staff_completes_its_task_once(place: Scene) -> None:
    hidden, cookie = page(place, "/login", "")
    status, text, cookie = browse(
        place, "POST", "/login", cookie, {**hidden, "login": "handler", "password": PASSWORD}
    )
    assert status == 303, text[:500]
    for _ in range(TIMES):
        reference, task = lodged(place)
        hidden, cookie = page(place, f"/work/{task}", cookie)
        fields = {**hidden, "nature": "complaint", "severity": "2", "action": "complete"}
        answers = at_once(lambda: browse(place, "POST", f"/work/{task}", cookie, fields)[:2])  # noqa: B023
        assert {status for status, _ in answers} <= {303, 409}, answers
        assert kinds(place, reference)["task-completed"] == 1


def test_a_message_is_delivered_once(place: Scene) -> None:
    for _ in range(TIMES):
        reference, _ = lodged(place)
        body = {"name": "withdrawal", "key": reference, "values": {}, "id": uuid4().hex}
        answers = at_once(api(place, "/messages", body, "admin"))
        assert [status for status, _ in answers] == [202] * SENDERS, answers
        assert sorted(len(answer["delivered"]) for _, answer in answers) == [0] * (SENDERS - 1) + [1]
        assert kinds(place, reference)["instance-ended"] == 1

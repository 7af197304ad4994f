"""kill -9 at every statement of the hot path: a request is done wholly or not at all, and never twice.

The server's process dies before each statement of a request, before its commit and behind it; the worker
before each of its own. The short form takes the commit and a few others.
"""

import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from engine.commands.change_calendar import ChangeCalendar
from engine.commands.complete_task import CompleteTask
from engine.model.people import Actor
from engine.queries.register import CaseDetail
from engine.queries.sign_in import PersonOf
from tests.faults.clerks import Lodged
from tests.faults.post import Post, post
from tests.faults.scene import Scene, scene
from tests.faults.site import Unanswered
from tests.support import postgres, requires
from tests.whole.effort import LONG
from tests.whole.invariants import troubles

FEW = 2
"""Points in the short form, beside commits."""
ROUNDS = 5
"""How often each point is struck in the long form."""

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass(frozen=True)
class Request:
    """What is sent, by whom, and how often it has happened."""

    method: str
    path: str
    body: dict[str, object]
    login: str
    done: Callable[[], int]
    expect: int
    case: str  #: its external id


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Scene, Post]]:
    """A server without a worker, and the mail server."""
    server = requires.postgres() if request.param == "postgresql" else None
    url = postgres.create_database(server) if server else None
    with post() as (taken, smtp), scene(tmp_path_factory.mktemp("place"), url, smtp=smtp) as made:
        made.site.start_server("--no-worker")
        made.site.wait_until_ready()
        yield made, taken
    if server and url:
        postgres.drop_database(server, url)


def lodging(place: Scene) -> Request:
    """A complaint, which begins its process and queues a mail."""
    case = uuid4().hex

    def lodged() -> int:
        with place.querela.store.read() as unit:
            return int(unit.complaints.by_external_id(case) is not None)

    body: dict[str, object] = {
        "description": f"Case {case} came open.",
        "external_id": case,
        "complainant": {"name": "Ada", "email": f"{case}@home.example"},
    }
    return Request("POST", "/complaints", body, "handler", lodged, 201, case)


def assessing(place: Scene) -> Request:
    """The first task, behind which the next opens and timers are armed."""
    case = lodged_now(place)
    return completing(place, case, "assess")


def reviewing(place: Scene) -> Request:
    """The last task, which queues a mail and closes the case."""
    case = lodged_now(place)
    for element in ("assess", "investigate"):
        finish(place, case, element)
    return completing(place, case, "review")


def withdrawing(place: Scene) -> Request:
    """A message from outside, which ends the case."""
    case = lodged_now(place)
    body: dict[str, object] = {"name": "withdrawal", "key": case.reference, "id": f"{case.external_id}/w"}

    def delivered() -> int:
        return histories(place, case).count("instance-ended")

    return Request("POST", "/messages", body, "admin", delivered, 202, case.external_id)


def completing(place: Scene, case: Lodged, element: str) -> Request:
    login, values = place.office.way.tasks[element]
    task = open_task(place, case, element)

    def done() -> int:
        with place.querela.store.read() as unit:
            entries = unit.history.of_instance(case.instance)
        return sum(e.kind == "task-completed" and e.element == element for e in entries)

    return Request("POST", f"/tasks/{task}/complete", {"values": values}, login, done, 200, case.external_id)


def lodged_now(place: Scene) -> Lodged:
    """A new case, lodged over the API."""
    request = lodging(place)
    status, answer = place.site.call(
        "POST", "/api/v1/complaints", request.body, place.office.tokens["handler"]
    )
    assert status == 201, answer
    case = Lodged(request.case, answer["reference"], answer["instance"])
    place.office.lodged.append(case)
    return case


def open_task(place: Scene, case: Lodged, element: str) -> str:
    tasks = place.querela.ask(CaseDetail(case.reference)).tasks
    [found] = [task.id for task in tasks if task.element == element and task.state == "open"]
    return found


def finish(place: Scene, case: Lodged, element: str) -> None:
    """Complete a task in the test's own application."""
    login, values = place.office.way.tasks[element]
    person = place.querela.ask(PersonOf(login))
    assert person is not None
    place.querela.do(CompleteTask(open_task(place, case, element), values), Actor.of(person))


def histories(place: Scene, case: Lodged) -> list[str]:
    with place.querela.store.read() as unit:
        return [entry.kind for entry in unit.history.of_instance(case.instance)]


def sent(place: Scene, request: Request) -> int:
    """Status of the answer; 0: none came."""
    try:
        token = place.office.tokens[request.login]
        path = f"/api/v1{request.path}"
        return place.site.call(request.method, path, request.body, token, key=request.case)[0]
    except Unanswered:
        return 0


def register(place: Scene, request: Request) -> None:
    """Let the office know of a case that a request has lodged."""
    with place.querela.store.read() as unit:
        found = unit.complaints.by_external_id(request.case)
    assert found is not None
    if request.case not in place.cases:
        place.office.lodged.append(Lodged(request.case, found.reference, found.instance))


@pytest.mark.timeout(1800)
def test_a_request_is_done_wholly_or_not_at_all(
    place: tuple[Scene, Post], capsys: pytest.CaptureFixture[str]
) -> None:
    here, _ = place
    struck: Counter[str] = Counter()
    for prepare in (lodging, assessing, reviewing, withdrawing):
        request = prepare(here)
        here.orders.count()
        assert sent(here, request) == request.expect
        register(here, request)
        points = here.orders.counted()
        assert points[-2:] == ["COMMIT", "committed"], points
        blows = [*chosen(points, FEW), (1, "COMMIT"), (1, "committed")]
        for number, text in blows * (ROUNDS if LONG else 1):
            struck[strike_server(here, prepare(here), number, text)] += 1
    assert min(struck["COMMIT"], struck["committed"]) >= 4
    here.bring_to_an_end()
    here.verify(ended=len(here.cases))
    with capsys.disabled():
        print(f"\n  {struck.total()} kills of the server at {len(struck)} statements")  # noqa: T201


def strike_server(here: Scene, request: Request, number: int, text: str) -> str:
    """Kill it at this point of the request; answers what it was about to do then."""
    here.orders.strike(number, at=text)
    status = sent(here, request)
    here.orders.withdraw()
    doing = here.orders.struck()
    here.site.wait_until_ready()
    done = request.done()
    if doing is None:  # less was to be done than the time before
        assert (status, done) == (request.expect, 1)
    else:
        assert (status, done) == (0, int(doing == "committed")), doing
    assert sent(here, request) == request.expect  # the same request again
    assert request.done() == 1
    register(here, request)
    assert troubles(here.querela, here.office.lodged[-1].reference) == []
    return doing or "nothing"


@pytest.mark.timeout(1800)
def test_the_worker_does_everything_once(
    place: tuple[Scene, Post], capsys: pytest.CaptureFixture[str]
) -> None:
    here, post = place
    work_for_the_worker(here)
    here.orders.count()
    here.work()
    points = here.orders.counted()
    behind = [(number, "committed") for number in range(1, points.count("committed") + 1)]
    struck: Counter[str] = Counter()
    for number, text in [*chosen(points, FEW), *(behind if LONG else behind[1::3])]:
        struck[strike_worker(here, number, text)] += 1
    assert struck["committed"] > 1
    here.bring_to_an_end()
    here.verify(ended=len(here.cases))
    with here.querela.store.read() as unit:
        mails = [mail for case in here.office.lodged for mail in unit.outbox.of_case(case.reference)]
    assert {mail.id for mail in mails} == set(post.taken)
    with capsys.disabled():
        again = post.taken.total() - len(post.taken)
        print(  # noqa: T201
            f"\n  {struck.total()} kills of the worker at {len(struck)} statements, {again} mails sent again"
        )


def strike_worker(here: Scene, number: int, text: str) -> str:
    """Kill it at this point of its work; answers what it was about to do then."""
    case = work_for_the_worker(here)
    here.orders.strike(number, at=text)
    status = here.nursery.run("worker", "--once")
    here.orders.withdraw()
    doing = here.orders.struck()
    assert status == (-signal.SIGKILL if doing else 0), here.site.log()[-3000:]
    assert troubles(here.querela, case.reference) == []
    here.advance(minutes=3)  # a lease runs out
    here.work()
    kinds = histories(here, case)
    assert "timer-fired" in kinds
    assert kinds.count("mail-queued") == kinds.count("mail-sent") >= 2, kinds
    assert troubles(here.querela, case.reference) == []
    for element in ("investigate", "review"):
        finish(here, case, element)
    return doing or "nothing"


def chosen(points: list[str], few: int) -> list[tuple[int, str]]:
    """Numbers of points and how they begin: all of them, or in the short form a few at random."""
    numbers = range(1, len(points) + 1)
    return [(number, "") for number in (numbers if LONG else random.Random(len(points)).sample(numbers, few))]


def work_for_the_worker(place: Scene) -> Lodged:
    """A case with a mail to be sent, a timer that is due, and deadlines to be computed anew."""
    case = lodged_now(place)
    finish(place, case, "assess")
    place.advance(days=12)
    hours = f'["09:00-{17 + len(place.office.lodged) % 2}:00"]'
    changed = "\n".join(["[week]", *(f"{day} = {hours}" for day in WEEK)])
    place.querela.do(ChangeCalendar("office", changed, "Other hours."))
    return case

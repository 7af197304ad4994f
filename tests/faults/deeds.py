"""What is asked of a site one thing at a time: requests that are to happen once, and work for its worker."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from engine.commands.change_calendar import ChangeCalendar
from engine.commands.complete_task import CompleteTask
from engine.model.people import Actor
from engine.queries.register import CaseDetail
from engine.queries.sign_in import PersonOf
from tests.faults.clerks import Lodged
from tests.faults.scene import Scene
from tests.faults.site import Unanswered
from tests.support.told import happenings
from tests.whole.invariants import troubles

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
        return [told.kind for told in happenings(unit.history.of_instance(case.instance))]


def sent(place: Scene, request: Request, seconds: float = 20) -> int:
    """Status of the answer; 0: none came in that time."""
    try:
        token = place.office.tokens[request.login]
        path = f"/api/v1{request.path}"
        return place.site.call(request.method, path, request.body, token, request.case, seconds)[0]
    except Unanswered:
        return 0


def register(place: Scene, request: Request) -> None:
    """Let the office know of a case that a request has lodged."""
    with place.querela.store.read() as unit:
        found = unit.complaints.by_external_id(request.case)
    assert found is not None
    if request.case not in place.cases:
        place.office.lodged.append(Lodged(request.case, found.reference, found.instance))


def work_for_the_worker(place: Scene) -> Lodged:
    """A case with a mail to be sent, a timer that is due, and deadlines to be computed anew."""
    case = lodged_now(place)
    finish(place, case, "assess")
    place.advance(days=12)
    hours = f'["09:00-{17 + len(place.office.lodged) % 2}:00"]'
    changed = "\n".join(["[week]", *(f"{day} = {hours}" for day in WEEK)])
    place.querela.do(ChangeCalendar("office", changed, "Other hours."))
    return case


def finish_worked_off(place: Scene, case: Lodged) -> None:
    """The worker's part in a case was done, and once; clerks do the rest of it."""
    kinds = histories(place, case)
    assert "timer-fired" in kinds
    assert kinds.count("mail-queued") == kinds.count("mail-sent") >= 2, kinds
    assert troubles(place.querela, case.reference) == []
    for element in ("investigate", "review"):
        finish(place, case, element)

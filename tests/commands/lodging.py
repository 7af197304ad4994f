"""Short words for what the tests of commands do again and again."""

from engine.commands.complete_task import Completed, CompleteTask
from engine.commands.lodge_complaint import LodgeComplaint, Lodged
from engine.model.complaint import Complainant
from engine.model.work import OutboxMail, WorkItem
from engine.queries.register import CaseDetail, CaseView
from tests.support.installation import Installation
from tests.support.told import happenings


def lodge(house: Installation, **fields: object) -> Lodged:
    """Lodge a complaint with an address."""
    given: dict[str, object] = {
        "description": "The parcel came open and empty.",
        "complainant": Complainant(name="Ada", email="ada@home.example"),
    }
    return house.do(LodgeComplaint(**{**given, **fields}))  # type: ignore[arg-type]


def case(house: Installation, reference: str) -> CaseView:
    """The case as the system sees it."""
    return house.ask(CaseDetail(reference))


def open_task(house: Installation, reference: str, element: str) -> WorkItem:
    """The open task of that element."""
    found = [t for t in case(house, reference).tasks if t.element == element and t.state == "open"]
    assert len(found) == 1, [t.element for t in case(house, reference).tasks if t.state == "open"]
    return found[0]


def complete(house: Installation, reference: str, element: str, login: str, **values: object) -> Completed:
    """Complete the open task of that element as that person."""
    task = open_task(house, reference, element)
    return house.do(CompleteTask(task.id, values), house.actor(login))


def mails(house: Installation, reference: str) -> list[OutboxMail]:
    """Every mail of the case, oldest first."""
    with house.querela.store.read() as unit:
        return sorted(unit.outbox.of_case(reference), key=lambda m: (m.created_at, m.id))


def kinds(house: Installation, reference: str) -> list[str]:
    """Kinds of what the case's history tells, in order."""
    view = case(house, reference)
    with house.querela.store.read() as unit:
        return [each.kind for each in happenings(unit.history.of_instance(view.instance.id))]

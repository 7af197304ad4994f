"""Two people take or complete the same task at once: one wins, the other is told who did; one mail."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from engine.bootstrap import Querela
from engine.commands.administer import AddToken
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.send_mail import ClaimMail, NoteMail
from engine.errors import WrongState
from engine.history import verify
from engine.model.work import WorkItem
from tests.commands.lodging import case, kinds, lodge, mails, open_task
from tests.faults.racing import both
from tests.support.installation import Installation
from tests.whole.effort import either
from tests.whole.life import complaint
from web.app import create_app

TIMES = either(25, 200)
RIVALS = ("handler", "handler2")


@dataclass(frozen=True)
class Outcome:
    """How it went for one of the two."""

    won: bool
    told: str = ""
    status: int = 0  #: of HTTP, over the API


Try = Callable[[str, WorkItem, str], Outcome]
"""By one of the two, of the task: `claim` or `complete`."""


@pytest.fixture(scope="module", params=["bus", "api"])
def tries(
    request: pytest.FixtureRequest, house: Installation, applications: tuple[Querela, Querela]
) -> dict[str, Try]:
    """Each of the two rivals at an application of its own."""
    made = by_bus if request.param == "bus" else by_api
    return {login: made(house, querela, login) for login, querela in zip(RIVALS, applications, strict=True)}


def by_bus(house: Installation, querela: Querela, login: str) -> Try:
    actor = house.actor(login)

    def attempt(verb: str, item: WorkItem, severity: str) -> Outcome:
        values = {"severity": Decimal(severity)}
        command: Any = ClaimTask(item.id) if verb == "claim" else CompleteTask(item.id, values)
        try:
            querela.do(command, actor)
        except WrongState as refused:
            return Outcome(False, str(refused), 409)
        return Outcome(True, status=200)

    return attempt


def by_api(house: Installation, querela: Querela, login: str) -> Try:
    client = create_app(querela).test_client()
    headers = {"Authorization": f"Bearer {house.do(AddToken(login))}"}

    def attempt(verb: str, item: WorkItem, severity: str) -> Outcome:
        body = {} if verb == "claim" else {"values": {"severity": int(severity)}}
        answer = client.post(f"/api/v1/tasks/{item.id}/{verb}", json=body, headers=headers)
        told = answer.get_json().get("detail", "") if answer.status_code >= 400 else ""
        return Outcome(answer.status_code == 200, told, answer.status_code)

    return attempt


def race(house: Installation, tries: dict[str, Try], verb: str, reference: str) -> tuple[str, Outcome]:
    """Who won, and how it went for the other."""
    item = open_task(house, reference, "assess")
    one, other = RIVALS
    outcomes = dict(
        zip(
            RIVALS,
            both(lambda: tries[one](verb, item, "1"), lambda: tries[other](verb, item, "2")),
            strict=True,
        )
    )
    winners = [login for login in RIVALS if outcomes[login].won]
    assert len(winners) == 1, outcomes
    loser = other if winners == [one] else one
    return winners[0], outcomes[loser]


def test_one_of_two_completes_a_task(house: Installation, tries: dict[str, Try]) -> None:
    for _ in range(TIMES):
        reference = lodge(house).reference
        winner, lost = race(house, tries, "complete", reference)
        assert lost.status == 409
        assert f"was completed by {winner}" in lost.told.lower()
        view = case(house, reference)
        assert view.complaint.severity == {"handler": 1, "handler2": 2}[winner]
        assert [(t.state, t.closed_by) for t in view.tasks] == [("done", winner)]
        assert [mail.subject.split()[0] for mail in mails(house, reference)] == ["We", "Our"]
        assert kinds(house, reference).count("task-completed") == 1
        assert view.complaint.status == "closed"
    assert verify(house.querela.store).ok


def test_one_of_two_claims_a_task(house: Installation, tries: dict[str, Try]) -> None:
    for _ in range(TIMES):
        reference = lodge(house).reference
        winner, lost = race(house, tries, "claim", reference)
        assert lost.status == 409
        assert f"is with {winner}" in lost.told.lower()
        assert open_task(house, reference, "assess").assignee == winner
        assert kinds(house, reference).count("task-claimed") == 1
    assert verify(house.querela.store).ok


def test_a_request_sent_twice_at_once_counts_once(
    house: Installation, applications: tuple[Querela, Querela]
) -> None:
    clients = [create_app(querela).test_client() for querela in applications]
    token = house.do(AddToken("handler"))
    for number in range(TIMES):
        item = open_task(house, lodge(house).reference, "assess")
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"{item.id}-{number}"}

        def send(client: Any, item: WorkItem = item, headers: dict[str, str] = headers) -> tuple[int, bytes]:
            path = f"/api/v1/tasks/{item.id}/complete"
            answer = client.post(path, json={"values": {"severity": 1}}, headers=headers)
            return answer.status_code, answer.data

        left, right = both(lambda: send(clients[0]), lambda: send(clients[1]))
        assert left == right
        assert left[0] == 200
        assert kinds(house, str(item.reference)).count("task-completed") == 1


def test_a_case_lodged_twice_at_once_is_there_once(
    house: Installation, applications: tuple[Querela, Querela]
) -> None:
    one, other = applications
    for number in range(TIMES):
        command = complaint(external_id=f"twice-{number}")
        left, right = both(lambda: one.do(command), lambda: other.do(command))  # noqa: B023 - both end here
        assert left.reference == right.reference
        assert {left.existed, right.existed} == {True, False}


def test_a_mail_that_two_have_sent_is_noted_once(
    house: Installation, applications: tuple[Querela, Querela]
) -> None:
    one, other = applications
    for _ in range(TIMES):
        reference = lodge(house).reference
        [mail] = mails(house, reference)
        house.do(ClaimMail(mail.id))
        house.clock.advance(minutes=3)
        house.do(ClaimMail(mail.id))
        note = NoteMail(mail.id)
        both(lambda: one.do(note), lambda: other.do(note))  # noqa: B023 - both end here
        assert kinds(house, reference).count("mail-sent") == 1
    assert verify(house.querela.store).ok

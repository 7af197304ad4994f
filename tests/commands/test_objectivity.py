"""Who had an earlier part in a case does not judge it (ISO 10002, 4.7)."""

import pytest

from engine.commands.administer import AddPerson, SetPersonActive
from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.errors import InvalidInput, NotAllowed
from tests.commands.lodging import case, complete, kinds, lodge, open_task
from tests.support.installation import PASSWORD, Installation


def to_review(house: Installation, investigator: str) -> str:
    reference = lodge(house).reference
    complete(house, reference, "assess", investigator, severity=4)
    complete(house, reference, "investigate", investigator, findings="Open.", outcome="upheld")
    return reference


@pytest.fixture
def both(house: Installation) -> Installation:
    """An installation with somebody who is handler and reviewer."""
    house.do(AddPerson("both", ("handler", "reviewer"), PASSWORD, email="both@office.example"))
    return house


def test_the_investigator_cannot_review(both: Installation) -> None:
    reference = to_review(both, "both")
    task = open_task(both, reference, "review")
    assert task.barred == ("both",)
    assert task.groups == ("reviewer",)
    with pytest.raises(NotAllowed, match="earlier part"):
        both.do(ClaimTask(task.id), both.actor("both"))
    with pytest.raises(NotAllowed):
        complete(both, reference, "review", "both", approved=True)
    with pytest.raises(InvalidInput):
        both.do(AssignTask(task.id, "both"), both.actor("manager"))
    complete(both, reference, "review", "reviewer", approved=True)
    assert case(both, reference).complaint.status == "closed"


def test_where_nobody_is_left_the_manager_gets_it(both: Installation) -> None:
    both.do(SetPersonActive("reviewer", active=False))
    reference = to_review(both, "both")
    task = open_task(both, reference, "review")
    assert task.groups == ("complaints-manager",)
    assert "task-assigned" in kinds(both, reference)
    complete(both, reference, "review", "manager", approved=True)
    assert case(both, reference).complaint.status == "closed"

"""Different acts on one case at once: one comes after the other, and the case is whole."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import combinations

import pytest

from engine.bootstrap import Querela
from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.deadlines import PauseCase
from engine.commands.fire_timers import FireTimers
from engine.commands.intervene import CancelInstance, SuspendInstance
from engine.commands.withdraw_case import WithdrawCase
from engine.commands.write_to_case import WriteToCase
from engine.errors import ConcurrentChange, Refused
from engine.history import verify
from engine.model.people import SYSTEM
from engine.model.request import Command
from engine.model.work import Instance
from tests.commands.lodging import case, complete, lodge, open_task
from tests.faults.racing import both
from tests.support.installation import Installation
from tests.whole.effort import either
from tests.whole.invariants import troubles

TIMES = either(1, 40)
Act = Callable[[Installation, str], tuple[Command[object], str]]
"""For a case in its investigation: a command, and who gives it."""


def _item(house: Installation, reference: str) -> str:
    return open_task(house, reference, "investigate").id


def _instance(house: Installation, reference: str) -> Instance:
    return case(house, reference).instance


FOUND = {"findings": "It was open.", "outcome": "upheld"}
ACTS: Mapping[str, Act] = {
    "complete": lambda h, r: (CompleteTask(_item(h, r), FOUND), "handler"),
    "complete too": lambda h, r: (CompleteTask(_item(h, r), FOUND), "handler2"),
    "claim": lambda h, r: (ClaimTask(_item(h, r)), "handler2"),
    "assign": lambda h, r: (AssignTask(_item(h, r), "handler2"), "manager"),
    "withdraw": lambda h, r: (WithdrawCase(r, "Settled."), "handler"),
    "pause": lambda h, r: (PauseCase(r, "Expert", "Expert", h.clock.now + timedelta(days=9)), "handler"),
    "write": lambda h, r: (WriteToCase(r, "We look into it."), "handler"),
    "suspend": lambda h, r: (SuspendInstance(_instance(h, r).id, "Wait."), "quality"),
    "cancel": lambda h, r: (CancelInstance(_instance(h, r).id, "Double."), "quality"),
    "fire timers": lambda h, r: (FireTimers(_instance(h, r).id, due_at(h, r)), SYSTEM.login),
}


def due_at(house: Installation, reference: str) -> datetime:
    found = _instance(house, reference).next_due_at
    assert found is not None
    return found


@pytest.mark.parametrize(("one", "other"), list(combinations(ACTS, 2)))
def test_one_comes_after_the_other(
    house: Installation, applications: tuple[Querela, Querela], one: str, other: str
) -> None:
    for _ in range(TIMES):
        reference = lodge(house).reference
        complete(house, reference, "assess", "handler", severity=Decimal(4))
        house.clock.advance(days=10)  # the first reminder is due
        tries = [
            attempt(house, querela, *ACTS[name](house, reference))
            for name, querela in zip((one, other), applications, strict=True)
        ]
        refused = [outcome for outcome in both(*tries) if outcome is not None]
        assert len(refused) < 2, refused
        assert not any(isinstance(outcome, ConcurrentChange) for outcome in refused), refused
        assert troubles(house.querela, reference) == []
    assert verify(house.querela.store).ok


def attempt(
    house: Installation, querela: Querela, command: Command[object], login: str
) -> Callable[[], Refused | None]:
    """Gives the command; answers why it was refused."""
    actor = SYSTEM if login == SYSTEM.login else house.actor(login)

    def run() -> Refused | None:
        try:
            querela.do(command, actor)
        except Refused as refused:
            return refused
        return None

    return run

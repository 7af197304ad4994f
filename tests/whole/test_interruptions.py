"""Suspended cases stand still, messages find their own case, and a late worker is nobody's doing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.commands.complainant import ReactByComplainant, ReplyByComplainant
from engine.commands.complete_task import CompleteTask
from engine.commands.deadlines import PauseCase, ResumeCase
from engine.commands.deliver_message import Delivered, DeliverMessage
from engine.commands.intervene import ResumeInstance, SuspendInstance
from engine.commands.lodge_complaint import Lodged
from engine.commands.withdraw_case import WithdrawCase
from engine.errors import WrongState
from engine.model.people import PUBLIC, SYSTEM
from engine.model.request import Command
from engine.model.step import InstanceStatus
from tests.commands.lodging import case, kinds, open_task
from tests.support.installation import Installation, installation
from tests.support.told import happenings
from tests.whole.invariants import ALL, troubles
from tests.whole.life import COMPLAINT, arrive, do


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, package=COMPLAINT) as made:
        yield made
        assert troubles(made.querela) == []


def suspend(house: Installation, lodged: Lodged) -> None:
    house.do(SuspendInstance(lodged.instance, "An audit."), house.actor("quality"))


def go_on(house: Installation, lodged: Lodged) -> None:
    house.do(ResumeInstance(lodged.instance, "Audit over."), house.actor("quality"))


def status(house: Installation, lodged: Lodged) -> InstanceStatus:
    return case(house, lodged.reference).instance.status


def open_elements(house: Installation, lodged: Lodged) -> list[str]:
    return [task.element for task in case(house, lodged.reference).tasks if task.state == "open"]


@pytest.mark.parametrize("act", ["complete", "withdraw", "pause", "resume"])
def test_nothing_moves_a_suspended_case(house: Installation, act: str) -> None:
    lodged = arrive(house, "investigation")
    reference = lodged.reference
    until = house.clock.now + timedelta(days=3)
    if act == "resume":
        house.do(PauseCase(reference, "Expert asked", "Expert", until), house.actor("handler"))
    commands: dict[str, Command[object]] = {
        "complete": CompleteTask(open_task(house, reference, "investigate").id, {}),
        "withdraw": WithdrawCase(reference, "Settled."),
        "pause": PauseCase(reference, "Expert asked", "Expert", until),
        "resume": ResumeCase(reference),
    }
    suspend(house, lodged)
    before = case(house, reference)
    with pytest.raises(WrongState, match="suspended"):
        house.do(commands[act], house.actor("handler"))
    assert case(house, reference) == before


def test_a_reaction_waits_until_a_suspended_case_goes_on(house: Installation) -> None:
    lodged = arrive(house, "reaction")
    suspend(house, lodged)
    with pytest.raises(WrongState, match="suspended"):
        house.do(ReactByComplainant(lodged.reference, lodged.tracking_code, "accepted"), PUBLIC)
    go_on(house, lodged)
    do(house, lodged, "accepts")
    assert open_elements(house, lodged) == ["remedy"]


def test_a_reply_to_a_suspended_case_is_kept_and_handed_over_when_it_goes_on(house: Installation) -> None:
    lodged = arrive(house, "a question asked")
    suspend(house, lodged)
    house.do(ReplyByComplainant(lodged.reference, lodged.tracking_code, "On Monday."), PUBLIC)
    assert status(house, lodged) == "suspended"
    assert open_elements(house, lodged) == []
    assert [said.text for said in case(house, lodged.reference).conversation] == ["On Monday."]
    go_on(house, lodged)
    assert status(house, lodged) == "active"
    assert open_elements(house, lodged) == ["investigate"]
    assert kinds(house, lodged.reference).count("message-received") == 1


def test_a_message_to_a_suspended_case_is_kept_and_handed_over_when_it_goes_on(house: Installation) -> None:
    lodged = arrive(house, "reaction")
    suspend(house, lodged)
    message = DeliverMessage("reaction", lodged.reference, {"reaction": "rejected"}, "m-1")
    assert house.do(message, house.actor("admin")) == Delivered((), kept=True)
    go_on(house, lodged)
    assert open_elements(house, lodged) == ["stage-2"]


def test_what_fell_due_while_a_case_was_suspended_comes_first_when_it_goes_on(house: Installation) -> None:
    lodged = arrive(house, "reaction")
    suspend(house, lodged)
    house.clock.advance(days=60)
    assert house.run_due()[0] == 0
    house.do(DeliverMessage("reaction", lodged.reference, {"reaction": "rejected"}), house.actor("admin"))
    go_on(house, lodged)
    assert open_elements(house, lodged) == ["remedy"]  # the silence was over before the reaction came


def test_a_kept_message_waits_for_the_case_that_it_names(house: Installation) -> None:
    early, other = arrive(house, "investigation"), arrive(house, "investigation")
    kept = house.do(DeliverMessage("reply", early.reference, {}, "m-1"), house.actor("admin"))
    assert kept == Delivered((), kept=True)
    for act in (("investigate", {"investigation_next": "ask"}), "ask"):
        do(house, other, act)
    assert open_elements(house, other) == [], "it got the answer to somebody else's question"
    for act in (("investigate", {"investigation_next": "ask"}), "ask"):
        do(house, early, act)
    assert open_elements(house, early) == ["investigate"]


def test_what_was_due_before_somebody_acts_is_told_of_the_system(house: Installation) -> None:
    waited, clicked = arrive(house, "investigation"), arrive(house, "investigation")
    house.clock.advance(days=30)
    told = []
    for lodged in (clicked, waited):  # the worker comes between the two
        do(house, lodged, "investigate")
        with house.querela.store.read() as unit:
            entries = happenings(unit.history.of_instance(lodged.instance, limit=ALL))
        told.append([(e.at, e.actor, e.kind, e.element) for e in entries if e.kind != "mail-sent"])
        house.run_due()
    assert told[0] == told[1]
    fired = [actor for _, actor, kind, _ in told[0] if kind == "timer-fired"]
    assert fired
    assert set(fired) == {SYSTEM.login}

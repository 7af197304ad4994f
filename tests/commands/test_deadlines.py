"""Pauses, extensions and reopening: when a case is due, and why."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, text

from engine.commands.deadlines import ExtendCase, PauseCase, ResumeCase
from engine.commands.reopen_case import ReopenCase
from engine.commands.withdraw_case import WithdrawCase
from engine.errors import InvalidInput, WrongState
from engine.queries.trace import Trace
from tests.commands.lodging import case, complete, kinds, lodge, mails
from tests.support.installation import Installation


def due(house: Installation, reference: str, clock: str = "answer") -> datetime:
    return next(c.due_at for c in case(house, reference).clocks if c.name == clock)


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_a_pause_moves_clocks_and_timers(house: Installation) -> None:
    reference = lodge(house).reference
    complete(house, reference, "assess", "handler", severity=4)
    manager = house.actor("manager")
    assert due(house, reference) == at(2, 2)
    house.do(PauseCase(reference, "ill", "the complainant", at(1, 12)), manager)
    assert due(house, reference) == at(2, 9)
    assert due(house, reference, "acknowledgement") == at(1, 7)  # that clock cannot be paused
    assert {"case-paused", "clock-moved", "timer-moved"} <= set(kinds(house, reference))
    house.clock.now = at(1, 20)
    house.run_due()
    assert [m for m in mails(house, reference) if "waits" in m.subject] == []
    house.clock.now = at(1, 21, 13)
    house.run_due()
    assert [m for m in mails(house, reference) if "waits" in m.subject] != []


def test_resuming_early_counts_only_what_was_paused(house: Installation) -> None:
    reference = lodge(house).reference
    manager = house.actor("manager")
    house.do(PauseCase(reference, "ill", "the complainant", at(1, 12)), manager)
    house.clock.now = at(1, 7)
    house.do(ResumeCase(reference, "well again"), manager)
    assert due(house, reference) == at(2, 4)
    with pytest.raises(WrongState):
        house.do(ResumeCase(reference), manager)


def test_a_pause_needs_a_reason_somebody_awaited_and_an_end(house: Installation) -> None:
    reference = lodge(house).reference
    manager = house.actor("manager")
    for wrong in (
        PauseCase(reference, " ", "x", at(1, 12)),
        PauseCase(reference, "x", " ", at(1, 12)),
        PauseCase(reference, "x", "x", at(1, 1)),
    ):
        with pytest.raises(InvalidInput):
            house.do(wrong, manager)
    assert case(house, reference).pauses == ()


def test_the_answer_is_extended_once_and_the_complainant_told(house: Installation) -> None:
    reference = lodge(house).reference
    manager = house.actor("manager")
    with pytest.raises(InvalidInput):
        house.do(ExtendCase(reference, "an expert is asked", at(1, 20)), manager)
    house.do(ExtendCase(reference, "an expert is asked", at(2, 20)), manager)
    assert due(house, reference) == at(2, 20)
    assert "an expert is asked" in mails(house, reference)[-1].body
    with pytest.raises(WrongState, match="once"):
        house.do(ExtendCase(reference, "again", at(3, 20)), manager)


def test_a_limit_that_has_passed_is_not_extended(house: Installation) -> None:
    reference = lodge(house).reference
    house.clock.now = at(2, 3)
    with pytest.raises(WrongState, match="passed"):
        house.do(ExtendCase(reference, "late", at(3, 20)), house.actor("manager"))
    assert next(c for c in case(house, reference).clocks if c.name == "answer").breached_at is None
    house.run_due()
    assert next(c for c in case(house, reference).clocks if c.name == "answer").breached_at == at(2, 2)


def test_a_withdrawn_case_can_be_reopened(house: Installation) -> None:
    reference = lodge(house).reference
    closed = house.do(WithdrawCase(reference, "settled otherwise"), house.actor("handler"))
    assert (closed.status, closed.outcome) == ("closed", "withdrawn")
    with pytest.raises(WrongState):
        house.do(WithdrawCase(reference, "again"), house.actor("handler"))
    first = case(house, reference).instance.id
    house.clock.now = at(1, 6)
    reopened = house.do(ReopenCase(reference, "not settled"), house.actor("manager"))
    assert reopened.status == "open"
    view = case(house, reference)
    assert view.instance.id != first
    assert due(house, reference) == at(2, 3)  # twenty working days from the reopening
    assert len([c for c in view.clocks if c.name.startswith("answer")]) == 2  # the earlier one is kept
    complete(house, reference, "assess", "handler", severity=1)
    assert case(house, reference).complaint.status == "closed"


def test_the_trace_of_a_reopened_case_tells_its_whole_life(house: Installation) -> None:
    reference, manager = lodge(house).reference, house.actor("manager")
    first = case(house, reference).instance.id
    house.do(WithdrawCase(reference, "settled"), manager)
    house.clock.advance(days=2)
    house.do(ReopenCase(reference, "the lid fell off again"), manager)
    second = case(house, reference).instance.id
    view = house.ask(Trace(reference), house.actor("auditor"))
    assert [each.id for each in view.instances] == [first, second]
    assert view.instance.id == second
    order = [each.entry.instance for each in view.entries]
    assert order == sorted(order, key=[first, second].index)
    told = [each.entry.kind for each in view.entries]
    assert told.index("complaint-received") < told.index("case-withdrawn") < told.index("case-reopened")
    assert view.broken is None
    assert "assess" in view.path.current


def test_damage_to_an_earlier_instance_shows_in_the_trace(house: Installation) -> None:
    reference, manager = lodge(house).reference, house.actor("manager")
    first = case(house, reference).instance.id
    house.do(WithdrawCase(reference, "settled"), manager)
    house.do(ReopenCase(reference, "again"), manager)
    engine = create_engine(house.querela.config.database_url)
    with engine.begin() as connection:
        forged = text("UPDATE history SET actor = 'nobody' WHERE instance_id = :id AND seq = 2")
        assert connection.execute(forged, {"id": first}).rowcount == 1
    engine.dispose()
    broken = house.ask(Trace(reference), house.actor("auditor")).broken
    assert broken is not None
    assert first in broken

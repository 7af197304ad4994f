"""A complaint from intake to closure, by commands alone."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.commands.complete_task import CompleteTask
from engine.errors import InvalidForm, NotAllowed, WrongState
from engine.history import verify
from engine.mails import CODE_MARK
from engine.model.complaint import MILESTONES, Complainant
from tests.commands.lodging import case, complete, kinds, lodge, mails, open_task
from tests.support.installation import MONDAY, Installation


def test_it_is_acknowledged_at_once(house: Installation) -> None:
    lodged = lodge(house)
    assert lodged.reference == "2026-000001"
    view = case(house, lodged.reference)
    assert dict(view.milestones) == {"received": MONDAY, "acknowledged": MONDAY}
    [mail] = mails(house, lodged.reference)
    assert mail.to == "ada@home.example"
    assert lodged.reference in mail.subject
    assert CODE_MARK in mail.body
    assert lodged.tracking_code not in mail.body
    assert "parcel" not in mail.body


def test_it_runs_to_closure_with_every_milestone_in_order(house: Installation) -> None:
    reference = lodge(house).reference
    for element, login, values in (
        ("assess", "handler", {"severity": 4}),
        ("investigate", "handler", {"findings": "It was open.", "outcome": "upheld"}),
        ("review", "reviewer", {"approved": True}),
    ):
        house.clock.advance(hours=1)
        complete(house, reference, element, login, **values)
    view = case(house, reference)
    assert view.complaint.status == "closed"
    assert view.complaint.outcome == "upheld"
    assert view.complaint.record["findings"] == "It was open."
    assert "findings" not in view.instance.state.decode("latin-1")
    reached = [view.milestones[name] for name in MILESTONES]
    assert reached == sorted(reached)
    assert all(clock.stopped_at for clock in view.clocks)
    assert [m.subject.split()[0] for m in mails(house, reference)] == ["We", "Our"]
    assert kinds(house, reference).count("task-completed") == 3
    assert verify(house.querela.store).ok


def test_its_reminders_come_when_the_working_calendar_says(house: Installation) -> None:
    reference = lodge(house).reference
    complete(house, reference, "assess", "handler", severity=4)
    for _day in range(40):
        house.run_due()
        house.clock.advance(days=1)
    seen = [(m.created_at, m.subject.split()[-1]) for m in mails(house, reference)]
    late = [at for at, word in seen if word == "late"]
    reminded = [at for at, word in seen if word == "waits"]
    assert len(reminded) == 4  # each of two handlers, twice
    # 7.5, 12 and 15 working days after Monday 5 January, nine o'clock; a day has eight hours
    assert sorted(set(reminded)) == [
        datetime(2026, 1, 14, 13, tzinfo=UTC),
        datetime(2026, 1, 21, 9, tzinfo=UTC),
    ]
    assert late == [datetime(2026, 1, 26, 9, tzinfo=UTC)]
    assert case(house, reference).milestones["escalated"] == late[0]
    answer = next(c for c in case(house, reference).clocks if c.name == "answer")
    assert answer.breached_at == datetime(2026, 2, 2, 9, tzinfo=UTC)


def test_a_wrong_answer_changes_nothing(house: Installation) -> None:
    reference = lodge(house).reference
    before = case(house, reference)
    with pytest.raises(InvalidForm) as wrong:
        complete(house, reference, "assess", "handler", severity=9)
    assert set(wrong.value.errors) == {"severity"}
    assert case(house, reference).instance == before.instance


def test_a_task_is_not_for_everybody(house: Installation) -> None:
    reference = lodge(house).reference
    with pytest.raises(NotAllowed):
        complete(house, reference, "assess", "reviewer", severity=1)


def test_a_task_is_completed_once(house: Installation) -> None:
    reference = lodge(house).reference
    task = open_task(house, reference, "assess")
    complete(house, reference, "assess", "handler", severity=4)
    with pytest.raises(WrongState, match="completed by handler"):
        house.do(CompleteTask(task.id, {"severity": 1}), house.actor("handler2"))


def test_an_anonymous_complaint_is_acknowledged_as_having_no_address(house: Installation) -> None:
    reference = lodge(house, complainant=Complainant(anonymous=True)).reference
    assert "acknowledged" in case(house, reference).milestones
    assert {(mail.to, mail.state) for mail in mails(house, reference)} == {("", "kept")}
    assert "mail-skipped" in kinds(house, reference)
    assert house.run_due() == (0, 0, 0)


def test_a_backdated_complaint_is_breached_silently(house: Installation) -> None:
    received_at = MONDAY - timedelta(days=400)
    reference = lodge(house, received_at=received_at, external_id="old-1").reference
    view = case(house, reference)
    assert reference.startswith("2026-")
    assert view.milestones["received"] == received_at
    assert {c.name for c in view.clocks if c.breached_at} == {"acknowledgement", "answer"}
    assert len(mails(house, reference)) == 1  # the acknowledgement
    assert lodge(house, received_at=received_at, external_id="old-1").reference == reference

"""The shipped processes with everything around them: people, record, mails, clocks, history."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.commands.administer import AddPerson, SetPersonActive
from engine.commands.claim_task import ClaimTask
from engine.commands.complainant import ReactByComplainant, ReplyByComplainant, WithdrawByComplainant
from engine.commands.complete_task import CompleteTask
from engine.commands.lodge_complaint import LodgeComplaint, Lodged
from engine.commands.reopen_case import ReopenCase
from engine.errors import NotAllowed, WrongState
from engine.forms.model import Block
from engine.history import verify
from engine.model.complaint import MILESTONES, Complainant, Complaint
from engine.model.people import ROLES
from engine.model.work import OutboxMail, WorkItem
from engine.queries.processes import InstanceDetail
from engine.queries.register import CaseDetail, CaseView
from engine.queries.tasklist import TaskDetail
from tests.packages.drawn import PROCESSES
from tests.support.installation import Installation, installation

ANSWERS: dict[str, dict[str, object]] = {
    "assess": {"nature": "complaint", "severity": 3, "outcome_wanted": "My money back."},
    "investigate": {"investigation_next": "complete", "findings": "The seal was worn.", "loss": True},
    "ask": {"question": "When did you buy it?"},
    "propose": {
        "proposed_outcome": "upheld",
        "reasons": "The seal was worn when we sent it.",
        "remedies": ["refund"],
        "remedy_value": 40,
        "remedy_text": "40 euros within a week.",
    },
    "review": {"review_result": "approved"},
    "approve": {"approval_result": "granted"},
    "stage-2": {"review_outcome": "stands", "review_reasons": "We see it in the same way."},
    "remedy": {"remedy_done": "40 euros sent."},
    "record-cause": {"root_cause": "supplier"},
    "close": {"lesson": "Look at the seals."},
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, package=PROCESSES / "complaint") as made:
        yield made


def lodge(house: Installation) -> Lodged:
    who = Complainant(name="Ada", email="ada@home.example")
    return house.do(LodgeComplaint("The kettle leaks.", who, product="Kettle 7"))


def view(house: Installation, reference: str) -> CaseView:
    return house.ask(CaseDetail(reference))


def entry(house: Installation, reference: str) -> Complaint:
    return view(house, reference).complaint


def task(house: Installation, reference: str, element: str) -> WorkItem:
    open_ = {t.element: t for t in view(house, reference).tasks if t.state == "open"}
    assert element in open_, list(open_)
    return open_[element]


def complete(house: Installation, reference: str, login: str, *elements: str, **other: object) -> None:
    for element in elements:
        answers = {**ANSWERS[element], **other}
        house.do(CompleteTask(task(house, reference, element).id, answers), house.actor(login))


def mails(house: Installation, reference: str, to: str = "ada@home.example") -> list[OutboxMail]:
    with house.querela.store.read() as unit:
        found = sorted(unit.outbox.of_case(reference), key=lambda mail: (mail.created_at, mail.id))
    return [mail for mail in found if mail.to == to]


def to_decision(house: Installation, reference: str) -> None:
    complete(house, reference, "handler", "assess", "investigate", "propose")
    complete(house, reference, "reviewer", "review")


def test_it_leads_a_complaint_to_its_closing(house: Installation) -> None:
    lodged = lodge(house)
    reference = lodged.reference
    for login, element in (
        ("handler", "assess"),
        ("handler", "investigate"),
        ("handler", "propose"),
        ("reviewer", "review"),
    ):
        house.clock.advance(hours=2)
        complete(house, reference, login, element)
    house.clock.advance(days=1)
    house.do(ReactByComplainant(reference, lodged.tracking_code, "accepted", "Thank you."))
    for login, element in (("handler", "remedy"), ("quality", "record-cause"), ("handler", "close")):
        house.clock.advance(hours=2)
        complete(house, reference, login, element)
    found = view(house, reference)
    assert found.complaint.status == "closed"
    assert found.complaint.outcome == "upheld"
    assert (found.complaint.severity, found.complaint.priority) == (3, "normal")
    reached = [found.milestones[name] for name in MILESTONES]
    assert reached == sorted(reached)
    assert all(clock.stopped_at and not clock.breached_at for clock in found.clocks)
    assert {clock.name for clock in found.clocks} == {
        "acknowledgement",
        "assessment",
        "investigation",
        "decision and review",
        "answer",
    }
    assert found.complaint.record["findings"] == "The seal was worn."
    assert "The seal was worn" not in found.instance.state.decode("latin-1")
    assert verify(house.querela.store).ok


def test_its_letters_say_what_staff_wrote_and_never_what_was_typed(house: Installation) -> None:
    lodged = lodge(house)
    complete(house, lodged.reference, "handler", "assess")
    complete(house, lodged.reference, "handler", "investigate", investigation_next="ask")
    complete(house, lodged.reference, "handler", "ask")
    house.do(ReplyByComplainant(lodged.reference, lodged.tracking_code, "In May, with a secret."))
    complete(house, lodged.reference, "handler", "investigate", "propose")
    complete(house, lodged.reference, "reviewer", "review")
    letters = {mail.subject.split()[1]: mail.body for mail in mails(house, lodged.reference)}
    assert "When did you buy it?" in letters["question"]
    assert "The seal was worn when we sent it." in letters["decision"]
    assert "40 euros within a week." in letters["decision"]
    assert "upheld" in letters["decision"]
    for body in letters.values():
        assert "leaks" not in body
        assert "secret" not in body
        assert "{{" not in body


def test_nobody_reviews_an_own_proposal(tmp_path: Path) -> None:
    with installation(tmp_path, package=PROCESSES / "complaint") as house:
        house.do(AddPerson("both", ("handler", "reviewer"), "correct horse", email="both@office.example"))
        reference = lodge(house).reference
        complete(house, reference, "both", "assess", "investigate", "propose")
        with pytest.raises(NotAllowed):
            complete(house, reference, "both", "review")
        complete(house, reference, "reviewer", "review")
        assert "decided" in view(house, reference).milestones


def test_the_internal_review_is_for_somebody_who_had_no_part(house: Installation) -> None:
    """The only complaints manager has granted the remedy: that role gets it all the same, with the reason."""
    lodged = lodge(house)
    complete(house, lodged.reference, "handler", "assess", "investigate")
    complete(house, lodged.reference, "handler", "propose", remedy_value=900)
    complete(house, lodged.reference, "reviewer", "review")
    complete(house, lodged.reference, "manager", "approve")
    house.do(ReactByComplainant(lodged.reference, lodged.tracking_code, "rejected"))
    again = task(house, lodged.reference, "stage-2")
    assert again.groups == ("complaints-manager",)
    with house.querela.store.read() as unit:
        history = unit.history.of_instance(again.instance)
    [handed_on] = [item for item in history if item.kind == "task-assigned" and item.element == "stage-2"]
    assert handed_on.data["to"] == "complaints-manager"
    assert handed_on.data["reason"]
    complete(house, lodged.reference, "manager", "stage-2")
    assert "reviewed" in view(house, lodged.reference).milestones


def test_the_internal_review_begins_afresh_and_keeps_the_first_decision_readable(house: Installation) -> None:
    lodged = lodge(house)
    to_decision(house, lodged.reference)
    house.do(ReactByComplainant(lodged.reference, lodged.tracking_code, "rejected"))
    seen = house.ask(TaskDetail(task(house, lodged.reference, "stage-2").id), house.actor("manager"))
    assert seen.form is not None
    asked = {field.key for field in seen.form.fields}
    assert asked.isdisjoint(seen.values)
    shown = " ".join(b.text for b in seen.form.components if isinstance(b, Block))
    assert "{{if outcome = null" in shown
    assert "{{if reasons = null" in shown
    afresh = {
        "review_outcome": "changed",
        "review_decision": "partly upheld",
        "review_remedies": ["refund"],
        "review_remedy_value": 90,
        "review_reasons": "The seal and the lid.",
    }
    house.do(CompleteTask(seen.item.id, afresh), house.actor("manager"))
    [letter] = [m.body for m in mails(house, lodged.reference) if "internal review" in m.subject]
    assert "The decision is changed: partly upheld." in letter
    assert "The seal and the lid." in letter
    assert "We offer you: refund." in letter
    found = view(house, lodged.reference)
    assert found.complaint.outcome == "partly upheld"
    assert found.complaint.record["reasons"] == ANSWERS["propose"]["reasons"]
    assert found.complaint.record["review_reasons"] == "The seal and the lid."
    variables = house.ask(InstanceDetail(found.instance.id)).look.variables
    assert (variables["outcome"], variables["remedies"]) == ("partly upheld", ["refund"])
    assert (variables["first_outcome"], variables["first_remedies"]) == ("upheld", ["refund"])


def test_a_decision_that_stands_is_the_final_one(house: Installation) -> None:
    lodged = lodge(house)
    to_decision(house, lodged.reference)
    house.do(ReactByComplainant(lodged.reference, lodged.tracking_code, "rejected"))
    complete(house, lodged.reference, "manager", "stage-2")
    [letter] = [m.body for m in mails(house, lodged.reference) if "internal review" in m.subject]
    assert "The decision stands: upheld." in letter
    assert "We see it in the same way." in letter
    assert view(house, lodged.reference).complaint.outcome == "upheld"


def test_its_reminders_and_escalations_reach_people(house: Installation) -> None:
    reference = lodge(house).reference
    house.clock.advance(days=3)
    house.run_due()
    subjects = [mail.subject for mail in mails(house, reference, "handler@office.example")]
    assert subjects == [f"Reminder: assessment ({reference})"] * 2
    [late] = mails(house, reference, "manager@office.example")
    assert late.subject == f"Late: assessment ({reference})"
    assert "escalated" in view(house, reference).milestones


def test_a_reminder_goes_to_whoever_has_the_task(house: Installation) -> None:
    """While nobody has it, to all whom it is offered to; escalations go over their heads in any case."""
    house.do(AddPerson("second", ("handler",), "correct horse", email="second@office.example"))
    taken, left = lodge(house).reference, lodge(house).reference
    house.do(ClaimTask(task(house, taken, "assess").id), house.actor("handler"))
    house.clock.advance(days=3)
    house.run_due()
    reminder = f"Reminder: assessment ({taken})"
    assert [m.subject for m in mails(house, taken, "handler@office.example")] == [reminder] * 2
    assert mails(house, taken, "second@office.example") == []
    for address in ("handler@office.example", "second@office.example"):
        assert len(mails(house, left, address)) == 2
    for reference in (taken, left):
        assert len(mails(house, reference, "manager@office.example")) == 1


def test_a_reminder_reaches_the_group_where_its_holder_has_left(house: Installation) -> None:
    house.do(AddPerson("second", ("handler",), "correct horse", email="second@office.example"))
    reference = lodge(house).reference
    house.do(ClaimTask(task(house, reference, "assess").id), house.actor("handler"))
    house.do(SetPersonActive("handler", active=False), house.actor("admin"))
    house.clock.advance(days=3)
    house.run_due()
    assert len(mails(house, reference, "second@office.example")) == 2


@pytest.mark.parametrize(
    "so_far", [(), ("assess",), ("assess", "investigate"), ("assess", "investigate", "propose")]
)
def test_a_complainant_withdraws_up_to_the_decision(house: Installation, so_far: tuple[str, ...]) -> None:
    lodged = lodge(house)
    complete(house, lodged.reference, "handler", *so_far)
    house.do(WithdrawByComplainant(lodged.reference, lodged.tracking_code, "It works again."))
    found = entry(house, lodged.reference)
    assert (found.status, found.outcome) == ("closed", "withdrawn")
    assert not [t for t in view(house, lodged.reference).tasks if t.state == "open"]


def test_a_complainant_cannot_withdraw_after_the_decision(house: Installation) -> None:
    lodged = lodge(house)
    to_decision(house, lodged.reference)
    with pytest.raises(WrongState, match="decision"):
        house.do(WithdrawByComplainant(lodged.reference, lodged.tracking_code, "Too late."))


def test_a_closed_case_is_opened_again_and_handled_anew(house: Installation) -> None:
    lodged = lodge(house)
    house.do(WithdrawByComplainant(lodged.reference, lodged.tracking_code, "A mistake."))
    house.do(ReopenCase(lodged.reference, "It was a mistake."), house.actor("manager"))
    assert entry(house, lodged.reference).status == "open"
    assert f"Your complaint {lodged.reference} is open again" in [
        m.subject for m in mails(house, lodged.reference)
    ]
    to_decision(house, lodged.reference)
    house.clock.advance(days=30)
    house.run_due()
    complete(house, lodged.reference, "handler", "remedy")
    complete(house, lodged.reference, "quality", "record-cause")
    complete(house, lodged.reference, "handler", "close")
    assert entry(house, lodged.reference).status == "closed"


def close_alone(
    house: Installation, reference: str, next_answers: Callable[[str], dict[str, object]]
) -> None:
    """One person does whatever is open, and time does the rest."""
    for _ in range(30):
        if entry(house, reference).status == "closed":
            return
        for item in view(house, reference).tasks:
            if item.state == "open":
                house.do(CompleteTask(item.id, next_answers(item.element)), house.actor("boss"))
        house.clock.advance(days=10)
        house.run_due()


@pytest.mark.parametrize("key", ["complaint", "small-business"])
def test_one_person_with_every_role_brings_a_case_to_its_closing(tmp_path: Path, key: str) -> None:
    environ = {"QUERELA_PROCESS": key}
    with installation(tmp_path, package=PROCESSES / key, **environ) as house:
        house.do(AddPerson("boss", ROLES, "correct horse", email="boss@office.example"))
        for login in ("handler", "handler2", "reviewer", "manager", "quality", "auditor", "admin"):
            house.do(SetPersonActive(login, active=False))
        reference = lodge(house).reference
        more: dict[str, dict[str, object]] = {
            "decide": {
                "findings": "Worn.",
                "proposed_outcome": "upheld",
                "reasons": "The seal was worn.",
                "remedies": ["refund"],
            },
        }
        if key == "small-business":
            more["close"] = {"root_cause": "supplier"}
        close_alone(house, reference, lambda element: {**ANSWERS, **more}[element])
        assert entry(house, reference).outcome == "upheld"
        assert entry(house, reference).status == "closed"

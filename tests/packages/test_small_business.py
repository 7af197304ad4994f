"""The process for a small business, played: five steps for one person."""

from datetime import timedelta

import pytest

from engine.model.step import InstanceStatus
from tests.packages.playing import MONDAY, Played, moment

ASSESS = "assess {severity: 3, safety: false}"
DECIDE = 'decide {proposed_outcome: "upheld", remedies: ["refund"]}'
DECIDE_NOTHING = 'decide {proposed_outcome: "not upheld", remedies: []}'
ACCEPT = 'say reaction {reaction: "accepted"}'
REJECT = 'say reaction {reaction: "rejected"}'
STANDS = 'look-again {second_look: "stands"}'
REFER = 'look-again {second_look: "referred", external_body: "Arbitration board"}'
CLOSE = 'close {root_cause: "process", all_done: true}'
CLOSED = [ASSESS, DECIDE, ACCEPT, "remedy", CLOSE]


def case_of(*steps: str, **more: object) -> Played:
    return Played("small-business", steps, **more)  # type: ignore[arg-type]


def test_it_takes_five_steps_at_most_and_reaches_every_milestone() -> None:
    case = case_of(*CLOSED, "wait P7D", "say survey {}")
    assert case.first_times == [
        "received",
        "acknowledged",
        "assessed",
        "investigated",
        "responded",
        "decided",
        "closed",
        "cause-recorded",
        "surveyed",
    ]
    assert case.letters == ["acknowledgement", "decision", "closing", "survey"]
    assert case.step.variables["root_cause"] == "process"
    assert case.step.status is InstanceStatus.COMPLETED


@pytest.mark.parametrize(
    ("before", "element", "phase", "due"),
    [
        ([], "assess", "assessment", "2026-01-07T09:00"),
        ([ASSESS], "decide", "decision", "2026-01-19T09:00"),
        ([ASSESS, DECIDE, REJECT], "look-again", "second look", "2026-02-02T09:00"),
        ([ASSESS, DECIDE, ACCEPT], "remedy", "remedy", "2026-01-19T09:00"),
        ([ASSESS, DECIDE, ACCEPT, "remedy"], "close", "closing", "2026-01-12T09:00"),
    ],
)
def test_it_asks_one_person_and_reminds_of_every_step(
    before: list[str], element: str, phase: str, due: str
) -> None:
    case = case_of(*before)
    assert case.task(element).groups == ("handler",)
    assert case.task(element).due_at == moment(due)
    case.play(f"until {moment(due) - timedelta(minutes=1):%Y-%m-%dT%H:%M}")
    assert case.notices == [(f"Reminder: {phase}", f"assignee of {element}")] * 2
    case.play(f"until {due}")
    assert case.notices[-1] == (f"Late: {phase}", "handler")
    assert case.milestones[-1] in ("escalated", "updated")


def test_it_takes_silence_for_an_answer() -> None:
    assert case_of(ASSESS, DECIDE, "until 2026-02-02T09:00").where == ["remedy"]
    assert case_of(ASSESS, DECIDE_NOTHING, "until 2026-02-02T09:00").where == ["close"]


def test_it_looks_again_as_often_as_it_is_rejected_and_then_refers_outside() -> None:
    case = case_of(ASSESS, DECIDE_NOTHING, REJECT, STANDS, REJECT, STANDS, REJECT, REFER)
    assert case.letters == ["acknowledgement", "decision", "review", "review", "referral"]
    assert case.first_times[-2:] == ["reviewed", "referred"]
    assert case.where == ["close"]


def test_it_does_not_wait_for_a_reaction_to_an_answer() -> None:
    case = case_of(ASSESS, 'decide {proposed_outcome: "answered"}')
    assert case.where == ["close"]


@pytest.mark.parametrize("before", [[], [ASSESS]])
def test_it_can_be_withdrawn_up_to_the_decision(before: list[str]) -> None:
    case = case_of(*before)
    assert case.play("say withdrawal {}")
    assert (case.outcome, case.milestones[-1], case.letters[-1]) == ("withdrawn", "closed", "withdrawal")
    assert case.step.status is InstanceStatus.COMPLETED


@pytest.mark.parametrize("before", [[ASSESS, DECIDE], [ASSESS, DECIDE, REJECT], CLOSED])
def test_it_can_no_longer_be_withdrawn_afterwards(before: list[str]) -> None:
    assert not case_of(*before).play("say withdrawal {}")


def test_it_tells_the_complainant_how_it_stands_until_it_is_closed() -> None:
    case = case_of("until 2026-03-02T09:00")
    assert case.letters.count("update") == 2
    for step in CLOSED:
        case.play(step)
    case.play("until 2026-03-30T09:00")
    assert case.letters.count("update") == 2


def test_it_ends_four_weeks_after_the_closing_without_an_answer() -> None:
    case = case_of(*CLOSED, "wait P28D")
    assert case.step.status is InstanceStatus.COMPLETED
    assert "surveyed" not in case.milestones


def test_it_confirms_a_reopening_instead_of_a_receipt() -> None:
    case = case_of(variables={"reopened": True}, received_at=MONDAY - timedelta(days=90))
    assert case.letters == ["reopened"]

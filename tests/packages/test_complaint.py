"""The shipped complaint process, played: what comes when, and who decides."""

from datetime import timedelta

import pytest

from engine.model.step import InstanceStatus
from tests.packages.playing import MONDAY
from tests.packages.steps import (
    ACCEPT,
    APPROVE,
    ASK,
    ASSESS,
    CLOSED,
    DECIDED,
    EARLY,
    IN_DISPUTE,
    INVESTIGATE,
    LEARNT,
    PROPOSE,
    PROPOSE_MOST,
    PROPOSE_MUCH,
    PROPOSE_NOTHING,
    PROPOSED,
    REFERRED,
    REJECT,
    RETURN,
    TO_GRANT,
    complaint,
)


def test_it_reaches_every_milestone_in_order() -> None:
    case = complaint(*CLOSED, "wait P7D", "say survey {survey: {handling: 5}}")
    assert case.first_times == [
        "received",
        "acknowledged",
        "assessed",
        "investigated",
        "responded",
        "decided",
        "cause-recorded",
        "closed",
        "surveyed",
    ]
    assert case.letters == ["acknowledgement", "decision", "closing", "survey"]
    assert case.notices == []
    assert case.outcome == "upheld"
    assert case.step.status is InstanceStatus.COMPLETED


# ---- early resolution


def test_it_settles_a_simple_case_at_once() -> None:
    case = complaint(*EARLY, 'resolve-early {settled: "yes"}')
    assert case.outcome == "resolved at once"
    assert case.letters == ["acknowledgement", "solution"]
    assert case.first_times == ["received", "acknowledged", "assessed", "responded", "decided"]
    assert case.where == ["record-cause"]


@pytest.mark.parametrize("steps", [['resolve-early {settled: "no"}'], ["until 2026-01-08T09:00"]])
def test_it_investigates_what_is_not_settled(steps: list[str]) -> None:
    case = complaint(*EARLY, *steps)
    assert case.where == ["investigate"]
    assert "responded" not in case.milestones


def test_it_counts_early_resolution_from_the_receipt() -> None:
    case = complaint("until 2026-01-07T16:00", *EARLY)
    assert case.where == ["resolve-early"]
    case.play("until 2026-01-08T08:59")
    assert case.where == ["resolve-early"]
    case.play("until 2026-01-08T09:00")
    assert case.where == ["investigate"]


def test_it_goes_straight_to_the_investigation_when_recorded_too_late_for_that() -> None:
    assert complaint(*EARLY, received_at=MONDAY - timedelta(days=30)).where == ["investigate"]


# ---- investigation


@pytest.mark.parametrize("answer", [["say reply {}"], ["until 2026-01-19T09:00"]])
def test_it_goes_on_after_an_answer_or_without_one(answer: list[str]) -> None:
    case = complaint(ASSESS, ASK, "ask", *answer)
    assert case.letters == ["acknowledgement", "question"]
    assert case.where == ["investigate"]
    assert "investigated" not in case.milestones


def test_it_asks_again_and_again_on_the_clock_of_the_whole_investigation() -> None:
    case = complaint(ASSESS, *[ASK, "ask", "say reply {}"] * 20, "until 2026-01-26T09:00")
    assert case.letters.count("question") == 20
    assert case.notices.count(("Late: investigation", "complaints-manager")) == 1
    assert len(case.state) < 4000


# ---- decision and review


@pytest.mark.parametrize(
    ("element", "before", "excluded"),
    [
        ("review", PROPOSED, ("investigate", "propose")),
        ("approve", TO_GRANT, ("investigate", "propose")),
        ("stage-2", IN_DISPUTE, ("investigate", "propose", "review", "approve")),
    ],
)
def test_it_never_asks_those_who_had_an_earlier_part(
    element: str, before: list[str], excluded: tuple[str, ...]
) -> None:
    assert complaint(*before).task(element).excludes == excluded


def test_it_returns_a_proposal_until_the_reviewer_approves() -> None:
    case = complaint(*PROPOSED, RETURN)
    assert case.where == ["propose"]
    case.play(PROPOSE_NOTHING)
    case.play(RETURN)
    case.play(PROPOSE_NOTHING)
    case.play(APPROVE)
    assert case.outcome == "not upheld"
    assert case.milestones.count("responded") == 1


@pytest.mark.parametrize(
    ("proposal", "groups"),
    [
        (PROPOSE, None),
        (PROPOSE_NOTHING, None),
        (PROPOSE_MUCH, ("complaints-manager",)),
        (PROPOSE_MOST, ("quality-manager",)),
        (
            'propose {proposed_outcome: "upheld", remedies: ["change of policy"], remedy_value: 0}',
            ("quality-manager",),
        ),
    ],
)
def test_it_asks_a_manager_for_what_goes_beyond_the_reviewer(
    proposal: str, groups: tuple[str, ...] | None
) -> None:
    case = complaint(ASSESS, INVESTIGATE, proposal, APPROVE)
    assert (case.task("approve").groups if "approve" in case.where else None) == groups
    assert ("decided" in case.milestones) is (groups is None)


def test_it_proposes_anew_what_a_manager_refuses() -> None:
    case = complaint(ASSESS, INVESTIGATE, PROPOSE_MUCH, APPROVE, 'approve {approval_result: "refused"}')
    assert case.where == ["propose"]
    case.play(PROPOSE)
    case.play(APPROVE)
    assert "decided" in case.milestones


# ---- reaction, internal review, external body


def test_it_takes_silence_for_an_answer_after_twenty_working_days() -> None:
    case = complaint(*DECIDED, "until 2026-02-02T08:59")
    assert case.where == []
    case.play("until 2026-02-02T09:00")
    assert case.where == ["remedy"]


def test_it_has_nothing_to_put_right_without_a_remedy() -> None:
    case = complaint(ASSESS, INVESTIGATE, PROPOSE_NOTHING, APPROVE, ACCEPT)
    assert case.where == ["record-cause"]


@pytest.mark.parametrize("reaction", [ACCEPT, "until 2026-02-02T09:00"])
def test_it_reviews_inside_what_is_rejected(reaction: str) -> None:
    changed = (
        'stage-2 {review_outcome: "changed", review_decision: "partly upheld", review_remedies: ["apology"]}'
    )
    case = complaint(ASSESS, INVESTIGATE, PROPOSE_NOTHING, APPROVE, REJECT, changed)
    assert case.outcome == "partly upheld"
    assert case.letters == ["acknowledgement", "decision", "review"]
    assert case.first_times[-2:] == ["decided", "reviewed"]
    case.play(reaction)
    assert case.where == ["remedy"]


def test_it_goes_to_the_external_body_when_the_review_is_rejected_too() -> None:
    case = complaint(*REFERRED)
    assert case.letters == ["acknowledgement", "decision", "review", "referral"]
    assert case.first_times[-2:] == ["reviewed", "referred"]
    case.play('external-result {external_outcome: "decision stands"}')
    assert case.where == ["remedy"]


# ---- withdrawal


@pytest.mark.parametrize(
    "before",
    [
        [],
        EARLY,
        [ASSESS],
        [ASSESS, ASK],
        [ASSESS, ASK, "ask"],
        [ASSESS, INVESTIGATE],
        PROPOSED,
        [ASSESS, INVESTIGATE, PROPOSE_MUCH, APPROVE],
        ['assess {nature: "suggestion"}'],
    ],
)
def test_it_can_be_withdrawn_up_to_the_decision(before: list[str]) -> None:
    case = complaint(*before)
    assert case.play("say withdrawal {}")
    assert case.outcome == "withdrawn"
    assert case.milestones[-1] == "closed"
    assert case.letters[-1] == "withdrawal"
    assert case.where == []
    assert case.step.status is InstanceStatus.COMPLETED


@pytest.mark.parametrize("before", [DECIDED, IN_DISPUTE, REFERRED, LEARNT, CLOSED])
def test_it_can_no_longer_be_withdrawn_afterwards(before: list[str]) -> None:
    assert not complaint(*before).play("say withdrawal {}")


# ---- what goes on beside


def test_it_ends_without_an_answer_to_the_survey_after_four_weeks() -> None:
    case = complaint(*CLOSED, "wait P28D")
    assert case.letters[-1] == "survey"
    assert "surveyed" not in case.milestones
    assert case.step.status is InstanceStatus.COMPLETED


def test_it_answers_what_is_no_complaint() -> None:
    case = complaint('assess {nature: "compliment"}', 'answer {outcome: "answered"}')
    assert case.letters == ["acknowledgement", "answer"]
    assert case.first_times == ["received", "acknowledged", "closed"]
    assert case.step.status is InstanceStatus.COMPLETED


def test_it_confirms_a_reopening_instead_of_a_receipt() -> None:
    case = complaint(variables={"reopened": True}, received_at=MONDAY - timedelta(days=90))
    assert case.letters == ["reopened"]
    assert case.where == ["assess"]

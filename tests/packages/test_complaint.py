"""The shipped complaint process, played: what comes when, who is asked, who is told."""

from datetime import timedelta
from decimal import Decimal

import pytest

from engine.model.step import InstanceStatus
from tests.packages.playing import MONDAY, Played, moment

ASSESS = 'assess {nature: "complaint", severity: 3, simple: false}'
INVESTIGATE = 'investigate {investigation_next: "complete"}'
ASK = 'investigate {investigation_next: "ask"}'
PROPOSE = 'propose {proposed_outcome: "upheld", remedies: ["refund"], remedy_value: 40}'
PROPOSE_NOTHING = 'propose {proposed_outcome: "not upheld", remedies: []}'
PROPOSE_MUCH = 'propose {proposed_outcome: "upheld", remedies: ["compensation"], remedy_value: 900}'
PROPOSE_MOST = 'propose {proposed_outcome: "upheld", remedies: ["compensation"], remedy_value: 9000}'
APPROVE = 'review {review_result: "approved"}'
RETURN = 'review {review_result: "returned"}'
ACCEPT = 'say reaction {reaction: "accepted"}'
REJECT = 'say reaction {reaction: "rejected"}'
CAUSE = 'record-cause {root_cause: "process"}'

HANDLER, REVIEWER, MANAGER, QUALITY = "handler", "reviewer", "complaints-manager", "quality-manager"

PROPOSED = [ASSESS, INVESTIGATE, PROPOSE]
DECIDED = [*PROPOSED, APPROVE]
IN_DISPUTE = [*DECIDED, REJECT]
REFERRED = [*IN_DISPUTE, 'stage-2 {review_outcome: "stands"}', REJECT, "refer"]
PUT_RIGHT = [*DECIDED, ACCEPT, "remedy"]
LEARNT = [*PUT_RIGHT, CAUSE]
CLOSED = [*LEARNT, "close"]
TO_GRANT = [ASSESS, INVESTIGATE, PROPOSE_MUCH, APPROVE]
REQUEST = ['assess {nature: "enquiry"}']
EARLY = ['assess {nature: "complaint", severity: 2, simple: true}']


def complaint(*steps: str, **more: object) -> Played:
    return Played("complaint", steps, **more)  # type: ignore[arg-type]


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


@pytest.mark.parametrize(
    ("before", "element", "groups", "due"),
    [
        ([], "assess", "handler", "2026-01-07T09:00"),
        ([ASSESS], "investigate", "handler", "2026-01-26T09:00"),
        ([ASSESS, ASK], "ask", "handler", "2026-01-06T09:00"),
        ([ASSESS, INVESTIGATE], "propose", "handler", "2026-01-08T09:00"),
        (PROPOSED, "review", "reviewer", "2026-01-08T09:00"),
        ([ASSESS, INVESTIGATE, PROPOSE_MUCH, APPROVE], "approve", "complaints-manager", "2026-01-08T09:00"),
        ([ASSESS, INVESTIGATE, PROPOSE_MOST, APPROVE], "approve", "quality-manager", "2026-01-08T09:00"),
        (IN_DISPUTE, "stage-2", "complaints-manager", "2026-02-02T09:00"),
        (REFERRED[:-1], "refer", "complaints-manager", "2026-01-12T09:00"),
        (REFERRED, "external-result", "complaints-manager", "2026-06-22T09:00"),
        ([*DECIDED, ACCEPT], "remedy", "handler", "2026-01-19T09:00"),
        ([*DECIDED, ACCEPT, "remedy"], "record-cause", "quality-manager", "2026-01-12T09:00"),
        (LEARNT, "close", "handler", "2026-01-12T09:00"),
        (EARLY, "resolve-early", "handler", "2026-01-08T09:00"),
        (['assess {nature: "enquiry"}'], "answer", "handler", "2026-01-19T09:00"),
    ],
)
def test_it_asks_the_right_people_until_the_right_day(
    before: list[str], element: str, groups: str, due: str
) -> None:
    task = complaint(*before).task(element)
    assert task.groups == (groups,)
    assert task.due_at == moment(due)


@pytest.mark.parametrize(
    ("before", "phase", "role", "boss", "half", "most", "full"),
    [
        ([], "assessment", HANDLER, MANAGER, "01-06T09:00", "01-06T13:48", "01-07T09:00"),
        ([ASSESS], "investigation", HANDLER, MANAGER, "01-14T13:00", "01-21T09:00", "01-26T09:00"),
        ([ASSESS, INVESTIGATE], "proposal", HANDLER, QUALITY, "01-06T13:00", "01-07T12:12", "01-08T09:00"),
        (PROPOSED, "review", REVIEWER, QUALITY, "01-06T13:00", "01-07T12:12", "01-08T09:00"),
        (TO_GRANT, "approval", MANAGER, QUALITY, "01-06T13:00", "01-07T12:12", "01-08T09:00"),
        (IN_DISPUTE, "internal review", MANAGER, QUALITY, "01-19T09:00", "01-27T09:00", "02-02T09:00"),
        (REFERRED[:-1], "referral", MANAGER, QUALITY, "01-07T13:00", "01-09T09:00", "01-12T09:00"),
        ([*DECIDED, ACCEPT], "remedy", HANDLER, MANAGER, "01-12T09:00", "01-15T09:00", "01-19T09:00"),
        (PUT_RIGHT, "root cause", QUALITY, MANAGER, "01-07T13:00", "01-09T09:00", "01-12T09:00"),
        (LEARNT, "closing", HANDLER, HANDLER, "01-07T13:00", "01-09T09:00", "01-12T09:00"),
        (REQUEST, "answer", HANDLER, MANAGER, "01-12T09:00", "01-15T09:00", "01-19T09:00"),
    ],
)  # fmt: skip
def test_it_reminds_twice_and_then_tells_who_answers_for_it(
    before: list[str], phase: str, role: str, boss: str, half: str, most: str, full: str
) -> None:
    case = complaint(*before)
    reminder, late = (f"Reminder: {phase}", role), (f"Late: {phase}", boss)
    expected: list[tuple[str, str]] = []
    for at, notice in ((half, reminder), (most, reminder), (full, late)):
        due = moment(f"2026-{at}")
        case.play(f"until {(due - timedelta(seconds=1)):%Y-%m-%dT%H:%M:%S}")
        assert case.notices == expected
        case.play(f"until {due:%Y-%m-%dT%H:%M}")
        expected.append(notice)
        assert [n for n in case.notices if n[0] != "Late: decision"] == expected
    assert case.milestones.count("escalated") >= 1
    assert case.open, "whoever is late still has the task"


def test_it_reminds_every_month_of_an_external_decision() -> None:
    case = complaint(*REFERRED, "until 2026-06-19T17:00")
    assert [n for n in case.notices if "external" in n[0]] == [
        ("Reminder: external decision", "complaints-manager")
    ] * 11
    case.play("until 2026-06-22T09:00")
    assert ("Late: external decision", "quality-manager") in case.notices


def test_it_gives_serious_cases_four_hours_for_the_assessment() -> None:
    case = complaint(severity=4)
    assert case.task("assess").due_at == moment("2026-01-05T13:00")
    case.play("until 2026-01-05T13:00")
    assert case.notices == [
        ("Reminder: assessment", "handler"),
        ("Reminder: assessment", "handler"),
        ("Late: assessment", "complaints-manager"),
    ]


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
    changed = 'stage-2 {review_outcome: "changed", outcome: "partly upheld", remedies: ["apology"]}'
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


def test_it_tells_the_complainant_how_it_stands_every_twenty_working_days() -> None:
    case = complaint("until 2026-02-02T08:59")
    assert case.letters == ["acknowledgement"]
    case.play("until 2026-02-02T09:00")
    assert case.letters == ["acknowledgement", "update"]
    assert case.notices[-1] == ("Late: decision", "quality-manager")
    case.play("until 2026-03-30T09:00")
    assert case.letters.count("update") == 3


def test_it_reports_no_late_decision_once_it_is_made() -> None:
    case = complaint(*REFERRED, "until 2026-02-02T09:00")
    assert "update" in case.letters
    assert ("Late: decision", "quality-manager") not in case.notices


def test_it_tells_nothing_more_after_the_closing() -> None:
    case = complaint("until 2026-01-30T09:00", *CLOSED, "until 2026-02-04T09:00")
    assert "update" not in case.letters
    assert case.step.status is InstanceStatus.ACTIVE


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


def test_it_stands_still_while_it_is_paused() -> None:
    case = complaint(ASSESS)
    case.pauses = [(MONDAY, MONDAY + timedelta(days=7))]
    case.look_again()
    case.play("until 2026-01-14T13:00")
    assert case.notices == []
    case.play("until 2026-02-02T09:00")
    assert ("Late: investigation", "complaints-manager") in case.notices


def test_it_orders_work_by_the_priority_of_the_assessment() -> None:
    urgent = complaint('assess {nature: "complaint", severity: 2, safety: true}')
    assert urgent.step.variables["priority"] == "urgent"
    assert urgent.task("investigate").priority == 90
    assert complaint(ASSESS).task("investigate").priority == 50
    assert urgent.step.variables["rank"] == Decimal(90)

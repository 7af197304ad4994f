"""The deadlines of the shipped complaint process, played: who is asked, reminded and told, and when."""

from datetime import timedelta
from decimal import Decimal

import pytest

from engine.model.step import InstanceStatus
from tests.packages.playing import MONDAY, moment
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
    MANAGER,
    PROPOSE_MOST,
    PROPOSE_MUCH,
    PROPOSED,
    PUT_RIGHT,
    QUALITY,
    REFERRED,
    REQUEST,
    TO_GRANT,
    complaint,
)


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
    ("before", "phase", "element", "boss", "half", "most", "full"),
    [
        ([], "assessment", "assess", MANAGER, "01-06T09:00", "01-06T13:48", "01-07T09:00"),
        ([ASSESS], "investigation", "investigate", MANAGER, "01-14T13:00", "01-21T09:00", "01-26T09:00"),
        ([ASSESS, INVESTIGATE], "proposal", "propose", QUALITY, "01-06T13:00", "01-07T12:12", "01-08T09:00"),
        (PROPOSED, "review", "review", QUALITY, "01-06T13:00", "01-07T12:12", "01-08T09:00"),
        (TO_GRANT, "approval", "approve", QUALITY, "01-06T13:00", "01-07T12:12", "01-08T09:00"),
        (IN_DISPUTE, "internal review", "stage-2", QUALITY, "01-19T09:00", "01-27T09:00", "02-02T09:00"),
        (REFERRED[:-1], "referral", "refer", QUALITY, "01-07T13:00", "01-09T09:00", "01-12T09:00"),
        ([*DECIDED, ACCEPT], "remedy", "remedy", MANAGER, "01-12T09:00", "01-15T09:00", "01-19T09:00"),
        (PUT_RIGHT, "root cause", "record-cause", MANAGER, "01-07T13:00", "01-09T09:00", "01-12T09:00"),
        (LEARNT, "closing", "close", "assignee of close", "01-07T13:00", "01-09T09:00", "01-12T09:00"),
        (REQUEST, "answer", "answer", MANAGER, "01-12T09:00", "01-15T09:00", "01-19T09:00"),
    ],
)  # fmt: skip
def test_it_reminds_twice_and_then_tells_who_answers_for_it(
    before: list[str], phase: str, element: str, boss: str, half: str, most: str, full: str
) -> None:
    case = complaint(*before)
    reminder, late = (f"Reminder: {phase}", f"assignee of {element}"), (f"Late: {phase}", boss)
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
        ("Reminder: external decision", "assignee of external-result")
    ] * 11
    case.play("until 2026-06-22T09:00")
    assert ("Late: external decision", "quality-manager") in case.notices


def test_it_gives_serious_cases_four_hours_for_the_assessment() -> None:
    case = complaint(severity=4)
    assert case.task("assess").due_at == moment("2026-01-05T13:00")
    case.play("until 2026-01-05T13:00")
    assert case.notices == [
        ("Reminder: assessment", "assignee of assess"),
        ("Reminder: assessment", "assignee of assess"),
        ("Late: assessment", "complaints-manager"),
    ]


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

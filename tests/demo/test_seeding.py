"""The sample cases after they were lived through: everything has happened, and nothing that could not."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from engine.demo import read_tales
from engine.demo.staff import STAFF
from engine.history import verify
from engine.model.complaint import MILESTONES, OTHER_MILESTONES
from engine.model.people import PUBLIC, ROLES, Actor
from engine.ports.reads import CaseFilter, CaseRow, TaskFilter
from engine.queries.register import CaseDetail, CaseView, Register
from engine.queries.sign_in import PersonOf, SignIn
from engine.queries.tasklist import TaskCounts
from engine.queries.track import Track
from tests.demo.conftest import PRESENT, SHORT_STORY, Sandbox


def rows(sandbox: Sandbox) -> Mapping[str, CaseRow]:
    """Every entry of the register by the key of its tale."""
    found = {
        row.complaint.reference: row for row in sandbox.querela.ask(Register(CaseFilter(limit=200))).items
    }
    return {life.tale.key: found[life.reference] for life in sandbox.played.lives}


def case(sandbox: Sandbox, key: str) -> CaseView:
    life = next(life for life in sandbox.played.lives if life.tale.key == key)
    return sandbox.querela.ask(CaseDetail(life.reference))


def test_every_case_went_its_way(sandbox: Sandbox) -> None:
    assert sandbox.played.stuck == ()
    assert sorted(rows(sandbox)) == sorted(SHORT_STORY)


def test_the_clock_ends_in_the_present(sandbox: Sandbox) -> None:
    assert sandbox.querela.now() == PRESENT


def test_every_milestone_was_reached_somewhere(sandbox: Sandbox) -> None:
    reached = {name for row in rows(sandbox).values() for name in row.milestones}
    assert reached == {*MILESTONES, *OTHER_MILESTONES}


def test_main_milestones_come_in_order(sandbox: Sandbox) -> None:
    for key, row in rows(sandbox).items():
        times = [row.milestones[name] for name in MILESTONES if name in row.milestones]
        assert times == sorted(times), key


def test_cases_end_in_every_way(sandbox: Sandbox) -> None:
    found = {(row.complaint.status, row.complaint.outcome) for row in rows(sandbox).values()}
    closed = ("upheld", "not upheld", "resolved at once", "answered", "out of scope", "merged", "withdrawn")
    assert {("closed", outcome) for outcome in closed} <= found
    assert ("open", None) in found


def test_open_work_waits_in_most_phases(sandbox: Sandbox) -> None:
    with sandbox.querela.store.read() as unit:
        waiting = {row.item.element for row in unit.reads.tasks(TaskFilter(limit=200)).items}
    assert waiting >= {"assess", "investigate", "approve", "remedy", "record-cause", "external-result"}


def test_nothing_lies_in_the_future_or_before_the_outset(sandbox: Sandbox) -> None:
    querela = sandbox.querela
    with querela.store.read() as unit:
        entries = [
            e for life in rows(sandbox).values() for e in unit.history.of_instance(life.complaint.instance)
        ]
        mails = [
            mail
            for row in rows(sandbox)
            for mail in unit.outbox.of_case(case(sandbox, row).complaint.reference)
        ]
    moments: list[datetime] = [entry.at for entry in entries]
    moments += [mail.created_at for mail in mails] + [mail.sent_at for mail in mails if mail.sent_at]
    assert max(moments) <= PRESENT
    assert (PRESENT - min(moments)).days <= 90


def test_the_history_verifies(sandbox: Sandbox) -> None:
    found = verify(sandbox.querela.store)
    assert found.ok
    assert found.chains == len(SHORT_STORY) + 2  # a reopened case has two instances, the house its own chain
    assert found.entries > 200


def test_no_mail_is_left_and_none_failed(sandbox: Sandbox) -> None:
    with sandbox.querela.store.read() as unit:
        states = Counter(mail.state for mail in unit.reads.mails(1000, None).items)
    assert set(states) == {"kept"}


def test_nothing_is_broken(sandbox: Sandbox) -> None:
    with sandbox.querela.store.read() as unit:
        assert unit.reads.backlog(PRESENT)["incidents"] == 0


def test_staff_act_in_office_hours(sandbox: Sandbox) -> None:
    staff = {member.login for member in STAFF}
    with sandbox.querela.store.read() as unit:
        for key, row in rows(sandbox).items():
            for entry in unit.history.of_instance(row.complaint.instance):
                if entry.actor in staff:
                    assert entry.at.weekday() < 5, (key, entry)
                    assert 9 <= entry.at.hour < 17 or (entry.at.hour, entry.at.minute) == (17, 0), (
                        key,
                        entry,
                    )


def test_nobody_reviews_what_they_investigated(sandbox: Sandbox) -> None:
    for key in rows(sandbox):
        tasks = case(sandbox, key).tasks
        investigated = {t.closed_by for t in tasks if t.element in ("investigate", "propose") and t.closed_by}
        judged = {t.closed_by for t in tasks if t.element in ("review", "approve", "stage-2") and t.closed_by}
        assert not investigated & judged, key


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("third-date", "granted after a refusal"),
        ("toaster-sparks", "paused and resumed"),
        ("half-shelf", "extended"),
        ("chair-wobbles", "reopened"),
        ("half-shelf-again", "merged"),
        ("promo-code", "converted"),
        ("tea-mould", "asked and answered"),
    ],
)
def test_a_case_tells_of(sandbox: Sandbox, key: str, told: str) -> None:
    checks: dict[str, Any] = {
        "granted after a refusal": lambda c: sum(t.element == "approve" for t in c.tasks) == 2,
        "paused and resumed": lambda c: c.pauses[0].ended_at is not None,
        "extended": lambda c: any(clock.extended_reason for clock in c.clocks),
        "reopened": lambda c: c.complaint.status == "open" and "closed" in c.milestones,
        "merged": lambda c: c.complaint.merged_into == case(sandbox, "half-shelf").complaint.reference,
        "converted": lambda c: c.complaint.kind == "complaint",
        "asked and answered": lambda c: any(m.author == "complainant" for m in c.conversation),
    }
    assert checks[told](case(sandbox, key))


def test_each_role_has_a_login_that_answers_on_this_machine_only(sandbox: Sandbox) -> None:
    for role in ROLES:
        person = sandbox.querela.ask(SignIn(role, "demo", loopback=True))
        assert person is not None
        assert person.roles == {role}
        assert sandbox.querela.ask(SignIn(role, "demo", loopback=False)) is None


def test_colleagues_cannot_sign_in_with_the_told_password(sandbox: Sandbox) -> None:
    for member in STAFF:
        if not member.for_trying:
            assert sandbox.querela.ask(PersonOf(member.login)) is not None
            assert sandbox.querela.ask(SignIn(member.login, "demo", loopback=True)) is None


def test_a_complainant_can_look_at_a_case(sandbox: Sandbox) -> None:
    life = next(life for life in sandbox.played.lives if life.tale.key == "noisy-fridge")
    view = sandbox.querela.ask(Track(life.reference, life.code), PUBLIC)
    assert view.subject == life.tale.subject
    assert "withdrawal" in view.awaits


def test_the_manager_finds_work_of_every_age(sandbox: Sandbox) -> None:
    person = sandbox.querela.ask(PersonOf("handler"))
    assert person is not None
    counts = sandbox.querela.ask(TaskCounts(), Actor.of(person))
    assert counts["late"] > 0
    assert counts["group"] > counts["late"]


def test_tales_name_cases_that_there_are() -> None:
    tales = read_tales()
    keys = [tale.key for tale in tales]
    assert len(keys) == len(set(keys))
    assert 60 <= len(tales) <= 100
    assert {tale.into for tale in tales} - {""} <= set(keys)
    for tale in tales:
        tale.steps()

"""Whoever fills in the forms as they are offered comes to an end: every form lets a case go on."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from engine.forms import Field, Form, read_form, validate, visible_fields
from engine.forms.rules import is_on
from engine.forms.setting import Setting
from engine.mails import write_letter
from engine.model.package import Package
from tests.packages.drawn import PACKAGES
from tests.packages.playing import Played, package

MOST_STEPS = 60


def form_of(shipped: Package, key: str | None) -> Form:
    forms = [read_form(shipped.files[name]) for name in shipped.forms]
    return next(form for form in forms if form.id == key)


def answers(form: Form, case: Played, choice: int) -> dict[str, object]:
    """What a person would send who answers what is asked: of options the first, or the last."""
    given: dict[str, object] = {}
    names = {**case.around().facts, **case.step.variables}
    for field in form.fields:
        setting = Setting({**names, **given}, case.now, "UTC")
        asked = {other.key for other in visible_fields(form, given, setting)}
        if field.key in asked and (is_on(field.rules.required, setting) or field.type == "checklist"):
            given[field.key] = answer(field, choice)
    return validate(form, given, variables=names, now=case.now)


def answer(field: Field, choice: int) -> object:
    match field.type:
        case "radio" | "select":
            return field.options[choice].token
        case "checklist":
            return [field.options[choice].token]
        case "checkbox":
            return True
        case "number":
            return Decimal(1)
    return "As agreed."


@pytest.mark.parametrize("key", PACKAGES)
@pytest.mark.parametrize("reaction", ["accepted", "rejected", None])
def test_it_comes_to_the_closing_by_first_answers(key: str, reaction: str | None) -> None:
    case = Played(key)
    rejected = 0
    for _ in range(MOST_STEPS):
        if "closed" in case.milestones:
            break
        if case.where:
            task = case.task(case.where[0])
            case.complete(task.element, answers(form_of(case.package, task.form), case, 0))
        elif reaction is None or rejected > 2:
            case.play("wait P40D")
        else:
            rejected += 1
            case.play(f'say reaction {{reaction: "{reaction}"}}') or case.play("wait P40D")
    assert "closed" in case.milestones


@pytest.mark.parametrize("key", PACKAGES)
def test_it_comes_to_the_closing_by_last_answers_where_they_do_not_go_in_circles(key: str) -> None:
    case = Played(key)
    visits: dict[str, int] = {}
    for _ in range(MOST_STEPS):
        if "closed" in case.milestones:
            break
        if case.where:
            task = case.task(case.where[0])
            visits[task.element] = visits.get(task.element, 0) + 1
            choice = -1 if visits[task.element] < 3 else 0
            case.complete(task.element, answers(form_of(case.package, task.form), case, choice))
        else:
            case.play("wait P40D")
    assert "closed" in case.milestones


RECORD: Mapping[str, object] = {
    "reference": "2026-000001",
    "organisation": "Kettles & Co",
    "contact": "Call 0123.",
    "base_url": "https://example.org",
    "tracking_link": "https://example.org/track",
    "tracking_code": "CODE",
    "case_link": "https://example.org/cases/2026-000001",
    "task_link": "https://example.org/work",
    "reasons": "The seal was worn.",
    "review_reasons": "The seal and the lid.",
    "question": "When did you buy it?",
    "remedy_text": "Money back by Friday.",
    "external_body": "Arbitration board",
}


@pytest.mark.parametrize("key", PACKAGES)
def test_every_mail_reads_well(key: str) -> None:
    case = Played(key)
    dated = {"answer": case.now, "assessment": case.now}
    for name in package(key).messages:
        mail = name.rsplit("/", 1)[-1].split(".")[0]
        more = {"received": case.now, "due": dated, "next_due": case.now, "until": case.now}
        more |= {
            "task_name": "Reminder: assessment",
            "outcome": "upheld",
            "remedies": ["refund"],
            "text": "Hello",
        }
        letter = write_letter(
            package(key), mail, "en", {**RECORD, **more, "reason": "Parts"}, zone="UTC", now=case.now
        )
        assert letter.subject
        assert "2026-000001" in letter.subject + letter.body
        assert "{{" not in letter.body + letter.subject
        assert "null" not in letter.body
        assert "(Kettles" not in letter.body
        if mail in ("decision", "solution", "answer"):
            assert "The seal was worn." in letter.body
        if mail == "review":
            assert "The seal and the lid." in letter.body
        if mail in ("decision", "review", "acknowledgement"):
            assert "independent body" in letter.body, "the way outside is named"
        if mail == "acknowledgement":
            assert "CODE" in letter.body
            assert "The kettle leaks." not in letter.body


@pytest.mark.parametrize("key", PACKAGES)
def test_mails_that_are_asked_for_can_be_written_from_the_variables_of_their_moment(key: str) -> None:
    case = Played(key, ["wait P1D"])
    assert case.mails
    for mail in case.mails:
        letter = write_letter(
            case.package,
            mail.mail,
            "tr",
            {**mail.values, **RECORD, "task_name": mail.name},
            zone="UTC",
            now=mail.at,
        )
        assert letter.body

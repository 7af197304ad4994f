"""The tasklist and one task: take it, answer it, keep a draft, lose a race without losing a word."""

import pytest

from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.lodge_complaint import LodgeComplaint
from engine.model.complaint import Complainant
from engine.queries.tasklist import TaskDetail, Tasklist

ASSESSED = {
    "nature": "complaint",
    "severity": "2",
    "category": "delivery",
    "outcome_wanted": "A new leg",
    "interest": "no",
}


def lodge(place, subject="Broken table"):
    who = Complainant(name="Ada Example", email="ada@example.org")
    return place.do(
        LodgeComplaint(description="It came with a broken leg.", complainant=who, subject=subject)
    )


@pytest.fixture
def task(place):
    """The first task of a fresh complaint."""
    lodge(place)
    return place.ask(Tasklist(), place.actor("handler")).items[0].item


def good_answers(place, task):
    """Answers that complete the task: the given ones, and the first option of every other required choice."""
    form = place.ask(TaskDetail(task.id), place.actor("handler")).form
    answers = {}
    for field in form.fields:
        if field.key in ASSESSED:
            answers[field.key] = ASSESSED[field.key]
        elif field.rules.required and field.options:
            answers[field.key] = field.options[0].token
    return answers


def test_it_lists_tasks_by_when_they_are_due(place, signed_in):
    lodge(place, "Old")
    place.clock.advance(days=10)
    lodge(place, "New")
    page = signed_in("handler").get("/work")
    assert page.texts("h2.task-group") == ["Late 1", "Next seven days 1"]
    assert "Old" in page.texts(".task-row .about")[0]
    assert "late" in page.texts(".task-row .due")[0]


def test_it_finds_tasks_by_words(place, signed_in):
    lodge(place, "Broken table")
    lodge(place, "Wrong bill")
    page = signed_in("handler").get("/work?q=bill")
    assert len(page.select(".task-row")) == 1


def test_it_shows_nobody_the_tasks_of_others(place, task, signed_in):
    client = signed_in("reviewer")
    assert client.get("/work").select(".task-row") == []
    page = client.get(f"/work/{task.id}", status=403)
    assert page.heading == "This is not for you"


def test_it_claims_and_gives_back(place, task, signed_in):
    client = signed_in("handler")
    page = client.post(f"/work/{task.id}/claim", {}, page="/work")
    assert "with you" in page.text()
    assert place.ask(TaskDetail(task.id), place.actor("handler")).item.assignee == "handler"
    page = client.post(f"/work/{task.id}/release", {}, page=f"/work/{task.id}")
    assert "for handler" in page.text()


def test_it_says_who_has_the_task_already(place, task, signed_in):
    client = signed_in("handler")
    place.do(ClaimTask(task.id), place.actor("handler2"))
    page = client.post(f"/work/{task.id}/claim", {"back": "list"}, page="/work")
    assert "Handler2" in page.text(".note")


def test_it_hands_a_task_to_somebody(place, task, signed_in):
    client = signed_in("manager")
    sent = {"to": "handler2", "reason": "Speaks Greek"}
    page = client.post(f"/work/{task.id}/assign", sent, page=f"/work/{task.id}")
    assert "The task is now with Handler2." in page.texts(".note")
    assert place.ask(TaskDetail(task.id), place.actor("handler2")).item.assignee == "handler2"


def test_it_shows_the_form_beside_the_complaint(task, signed_in):
    page = signed_in("handler").get(f"/work/{task.id}")
    assert "It came with a broken leg." in page.text("aside")
    assert page.select("form[data-draft] fieldset.question")


def test_it_begins_a_form_with_what_the_complainant_said(place, signed_in):
    who = Complainant(name="Ada Example", email="ada@example.org")
    said = {"category": "delivery", "outcome_sought": "A new leg"}
    place.do(LodgeComplaint(description="It came broken.", complainant=who, **said))
    task = place.ask(Tasklist(), place.actor("handler")).items[0].item
    page = signed_in("handler").get(f"/work/{task.id}")
    assert page.select("select[name=category] option[value=delivery][selected]")
    assert page.one("textarea[name=outcome_wanted]").text.strip() == "A new leg"


def test_it_says_what_is_missing_and_keeps_what_was_typed(task, signed_in):
    client = signed_in("handler")
    sent = {"nature": "complaint", "outcome_wanted": "A new leg", "form.action": "complete"}
    page = client.post(f"/work/{task.id}", sent, page=f"/work/{task.id}", status=422)
    assert any(text.startswith("Choose an answer") for text in page.errors)
    assert page.one("textarea[name=outcome_wanted]").text.strip() == "A new leg"


def test_it_keeps_a_draft_with_what_does_not_fit_yet(place, task, signed_in):
    client = signed_in("handler")
    sent = {"nature": "complaint", "severity": "2", "claim": "twelve", "form.action": "draft"}
    page = client.post(f"/work/{task.id}", sent, page=f"/work/{task.id}")
    assert "Your draft is kept." in page.text(".note")
    assert page.select("input[name=severity][value='2'][checked]")
    assert page.one("input[name=claim]").get("value") == "twelve"


def test_it_keeps_drafts_on_its_own(place, task, signed_in):
    client = signed_in("handler")
    token = client.token(f"/work/{task.id}")
    sent = {"csrf_token": token, "nature": "complaint", "outcome_wanted": "half a sen"}
    assert client.raw.post(f"/work/{task.id}/draft", data=sent).status_code == 204
    page = client.get(f"/work/{task.id}")
    assert page.one("textarea[name=outcome_wanted]").text.strip() == "half a sen"


def test_it_completes_a_task(place, task, signed_in):
    client = signed_in("handler")
    sent = {**good_answers(place, task), "form.action": "complete"}
    page = client.post(f"/work/{task.id}", sent, page=f"/work/{task.id}")
    assert page.heading == "Work"
    assert "is done." in page.text(".note")
    assert place.ask(TaskDetail(task.id), place.actor("handler")).item.closed_by == "handler"


def test_it_tells_in_words_that_somebody_was_faster_and_loses_nothing(place, task, signed_in):
    client = signed_in("handler")
    answers = good_answers(place, task)
    token = client.token(f"/work/{task.id}")
    place.do(CompleteTask(task.id, answers), place.actor("handler2"))
    sent = {**answers, "csrf_token": token, "outcome_wanted": "My own words", "form.action": "complete"}
    answer = client.raw.post(f"/work/{task.id}", data=sent)
    assert answer.status_code == 409
    assert "was completed by Handler2 at 09:00." in answer.text
    assert "My own words" in answer.text


@pytest.mark.parametrize("action", ["complete", "draft"])
def test_it_shows_what_was_typed_when_somebody_takes_the_task_meanwhile(place, task, signed_in, action):
    client = signed_in("handler")
    token = client.token(f"/work/{task.id}")
    sent = {**good_answers(place, task), "csrf_token": token, "outcome_wanted": "My own words"}
    place.do(ClaimTask(task.id), place.actor("handler2"))
    answer = client.raw.post(f"/work/{task.id}", data={**sent, "form.action": action})
    assert answer.status_code == 409
    assert "is with Handler2." in answer.text
    assert "My own words" in answer.text


@pytest.mark.parametrize("verb", ["claim", "release", "assign"])
def test_it_says_who_was_faster_with_a_button(place, task, signed_in, verb):
    client = signed_in("handler")
    token = client.token(f"/work/{task.id}")
    place.do(CompleteTask(task.id, good_answers(place, task)), place.actor("handler2"))
    sent = {"csrf_token": token, "to": "handler", "back": "list"}
    page = client.post(f"/work/{task.id}/{verb}", sent)
    assert "was completed by Handler2 at 09:00." in page.text(".note")


def test_it_says_who_has_done_what_a_link_leads_to(place, task, signed_in):
    client = signed_in("handler")
    place.do(CompleteTask(task.id, good_answers(place, task)), place.actor("handler2"))
    place.clock.advance(days=1)
    page = client.get(f"/work/{task.id}", status=403)
    assert "was completed by Handler2 on 2026-01-05 at 09:00." in page.text("main")


def test_it_shows_earlier_findings(place, task, signed_in):
    place.do(CompleteTask(task.id, good_answers(place, task)), place.actor("handler"))
    items = place.ask(Tasklist(), place.actor("handler")).items
    page = signed_in("handler").get(f"/work/{items[0].item.id}")
    assert "Findings so far" in page.texts("aside h2")

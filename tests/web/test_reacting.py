"""What complainants do once the decision has been sent: accept or reject it, and say how it was."""

import pytest

from engine.commands.complete_task import CompleteTask
from engine.commands.lodge_complaint import LodgeComplaint
from engine.model.complaint import Complainant
from engine.queries.register import CaseDetail
from engine.queries.tasklist import Tasklist

ASSESSED = {"nature": "complaint", "severity": 2, "category": "delivery", "interest": "no"}
FOUND = {"investigation_next": "complete", "findings": "It arrived late."}
PROPOSED = {"proposed_outcome": "not upheld", "reasons": "The storm closed the road."}
WAY = (
    ("handler", ASSESSED),
    ("handler", FOUND),
    ("handler", PROPOSED),
    ("reviewer", {"review_result": "approved"}),
)
CLOSING = (
    ("quality", {"root_cause": "none", "systemic": False}),
    ("handler", {"all_done": True}),
)
ANSWERS = {"handling": "4", "ease": "5", "fairness": "3", "comment": "Ring back sooner."}


def walk(place, way):
    """Complete the tasks of the only case in turn, an hour after each other."""
    for login, answers in way:
        place.clock.advance(hours=1)
        place.run_due()
        actor = place.actor(login)
        item = place.ask(Tasklist(), actor).items[0].item
        place.do(CompleteTask(item.id, answers), actor)
    place.run_due()


@pytest.fixture
def lodged(place):
    who = Complainant(name="Ada", email="ada@example.org")
    return place.do(LodgeComplaint(description="It came late.", complainant=who, subject="Late"))


@pytest.fixture
def decided(place, client, lodged):
    """The tracking page of a complaint whose decision has been sent."""
    walk(place, WAY)
    code = {"reference": lodged.reference, "tracking_code": lodged.tracking_code}
    page = client.post("/track", code, status=200)
    assert page.heading == "We have decided. Tell us whether you accept the decision."
    return client


@pytest.fixture
def surveyed(place, decided):
    """The tracking page of a closed complaint whose survey is open."""
    decided.post("/track/react", {"reaction": "accepted"}, page="/track")
    walk(place, CLOSING)
    place.clock.advance(days=8)
    place.run_due()
    assert decided.get("/track").select("#survey-title")
    return decided


def detail(place, lodged):
    return place.ask(CaseDetail(lodged.reference), place.actor("manager"))


@pytest.mark.parametrize(
    ("reaction", "told", "task"),
    [
        ("accepted", "Thank you. You have accepted the decision.", "Record the root cause"),
        ("rejected", "You have not accepted the decision.", "Review the case afresh"),
    ],
)
def test_it_takes_the_reaction_and_leads_on(place, decided, lodged, reaction, told, task):
    page = decided.post("/track/react", {"reaction": reaction, "comment": "So be it."}, page="/track")
    assert told in " ".join(page.texts(".note p"))
    assert not page.select("#react-title")
    view = detail(place, lodged)
    assert [t.name for t in view.tasks if t.state == "open"] == [task]
    assert [m.text for m in view.conversation if m.direction == "in"] == ["So be it."]


def test_it_takes_one_reaction_only(place, decided, lodged):
    decided.post("/track/react", {"reaction": "accepted"}, page="/track")
    again = decided.post("/track/react", {"reaction": "rejected"}, page="/track", status=422)
    assert again.errors == ["This is not awaited just now; perhaps you have answered already."]
    assert "reviewed" not in detail(place, lodged).milestones


def test_it_keeps_the_comment_when_neither_was_chosen(decided):
    page = decided.post("/track/react", {"comment": "Hm."}, page="/track", status=422)
    assert page.errors == ["Accept the decision or reject it."]
    assert page.one("#react-comment").text.strip() == "Hm."


def test_it_tells_staff_what_is_awaited(place, decided, lodged, signed_in):
    page = signed_in("manager").get(f"/cases/{lodged.reference}")
    assert "The decision was sent on" in page.text(".lead")


def test_it_takes_the_answers_to_the_survey_once(place, surveyed, lodged):
    page = surveyed.post("/track/survey", ANSWERS, page="/track")
    assert "Thank you for your answers." in page.texts(".note p")
    assert not page.select("#survey-title")
    view = detail(place, lodged)
    assert "surveyed" in view.milestones
    assert "Ring back sooner." in [m.text for m in view.conversation]
    again = surveyed.post("/track/survey", ANSWERS, page="/track", status=422)
    assert again.errors == ["This is not awaited just now; perhaps you have answered already."]


@pytest.mark.parametrize("wrong", ["", "0", "6", "good"])
def test_it_names_the_answer_that_is_missing_and_keeps_the_others(place, surveyed, lodged, wrong):
    page = surveyed.post("/track/survey", {**ANSWERS, "ease": wrong}, page="/track", status=422)
    assert page.errors == ["Choose a number from 1 to 5."]
    assert page.one(".error-summary a").get("href") == "#ease"
    chosen = {radio.get("name"): radio.get("value") for radio in page.select("input[type=radio][checked]")}
    assert chosen == {"handling": "4", "fairness": "3"}
    assert page.one("#survey-comment").text.strip() == "Ring back sooner."
    assert "surveyed" not in detail(place, lodged).milestones


def test_it_shows_the_letters_with_the_latest_open(decided):
    page = decided.get("/track")
    assert len(page.texts(".conversation summary")) == 1
    latest = page.text("#latest")
    assert "The storm closed the road." in latest
    assert "**" not in page.text()


def test_it_keeps_the_decision_open_though_later_letters_have_come(place, decided):
    place.clock.advance(days=27, hours=21)  # the update comes twenty working days after the receipt
    place.run_due()
    page = decided.get("/track")
    assert page.select("#react-title")
    assert len(page.texts(".conversation summary")) >= 2
    assert "The storm closed the road." in page.text("#latest")


def test_it_asks_anew_after_the_internal_review(place, decided, lodged):
    decided.post("/track/react", {"reaction": "rejected"}, page="/track")
    walk(place, [("manager", {"review_outcome": "stands", "review_reasons": "The findings hold."})])
    page = decided.get("/track")
    assert page.heading == "We have looked at your complaint afresh. Tell us whether you accept the result."
    assert "The findings hold." in page.text("#latest")
    told = decided.post("/track/react", {"reaction": "rejected"}, page="/track")
    assert "We pass your complaint on outside." in " ".join(told.texts(".note p"))
    assert [t.name for t in detail(place, lodged).tasks if t.state == "open"] == ["Refer the case outside"]


def test_it_tells_the_reviewer_why_the_decision_was_rejected(place, decided, signed_in):
    decided.post("/track/react", {"reaction": "rejected", "comment": "There was no storm."}, page="/track")
    item = place.ask(Tasklist(), place.actor("manager")).items[0].item
    page = signed_in("manager").get(f"/work/{item.id}")
    assert page.texts("aside .conversation li > div[dir]") == ["There was no storm."]

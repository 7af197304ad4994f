"""The case in words: record, conversation and milestones as people read them."""

import json

import pytest

from engine.commands.complete_task import CompleteTask
from engine.commands.lodge_complaint import LodgeComplaint
from engine.commands.reopen_case import ReopenCase
from engine.commands.withdraw_case import WithdrawCase
from engine.commands.write_to_case import WriteToCase
from engine.model.complaint import Complainant
from engine.queries.tasklist import Tasklist
from web.labels import language_name

ADA = Complainant(name="Ada Example", email="ada@example.org")
ASSESSED = {
    "nature": "complaint",
    "severity": 2,
    "category": "delivery",
    "outcome_wanted": "A leg.",
    "interest": "no",
}


@pytest.fixture
def reference(place):
    told = LodgeComplaint(
        description="It broke.",
        complainant=ADA,
        subject="Table",
        category="delivery",
        channel="web",
        values={"danger": True},
    )
    found = place.do(told).reference
    place.run_due()
    return found


def answered(page, number):
    """Questions with their answers: of the record (0) or the milestones (1)."""
    lines = page.select("dl.record")[number]
    words = [" ".join("".join(part.itertext()).split()) for part in lines]
    return dict(zip(words[::2], words[1::2], strict=True))


def test_it_shows_questions_and_answers_as_the_forms_word_them(place, reference, signed_in):
    item = place.ask(Tasklist(), place.actor("handler")).items[0].item
    place.do(CompleteTask(item.id, ASSESSED), place.actor("handler"))
    record = answered(signed_in("handler").get(f"/cases/{reference}"), 0)
    assert record["Category"] == "Delivery and dates"
    assert record["Language"] == "English"
    assert record["Received"].endswith("web form")
    assert record["Somebody is or was in danger"] == "yes"
    assert record["What does the complainant want?"] == "A leg."
    assert record["Do you have a personal interest in the case?"] == "No"


LANGUAGES = [("en", "English"), ("zh-TW", "Chinese (TW)"), ("DE", "German"), ("tlh", "tlh")]


@pytest.mark.parametrize(("tag", "name"), LANGUAGES)
def test_it_names_languages(client, tag, name):
    with client.app.test_request_context():
        assert language_name(tag) == name


def test_it_tells_messages_and_letters_as_one_conversation(place, reference, signed_in):
    place.clock.advance(hours=1)
    handler = place.actor("handler")
    place.do(WriteToCase(reference, "She rang twice.", direction="in", channel="phone"), handler)
    place.clock.advance(hours=1)
    place.do(WriteToCase(reference, "Which leg?", subject="Your table", channel="e-mail"), handler)
    page = signed_in("handler").get(f"/cases/{reference}?tab=conversation")
    told = page.texts(".conversation > li")
    assert [
        any(words in line for words in expected)
        for line, expected in zip(
            told, [["We have received your complaint"], ["She rang twice."], ["Which leg?"]], strict=True
        )
    ] == [True] * 3
    assert "telephone" in told[1]
    assert "Letter" in told[0]
    assert "Conversation 3" in page.texts(".tabs a")


def test_it_keeps_notices_to_staff_apart(place, reference, signed_in):
    place.clock.advance(days=12)
    place.run_due()
    page = signed_in("handler").get(f"/cases/{reference}?tab=conversation")
    notices = page.text("details.fold .inside")
    assert "office.example" in notices
    assert "office.example" not in page.text(".conversation")


def assert_rounds(page):
    """Two rounds, the newest first, each with its own drawing and timeline."""
    assert page.text(".note.tone-info").startswith("This case was opened again once.")
    assert page.texts("details.fold summary") == ["Round 1: Mon 5 Jan – Mon 5 Jan, version 1"]
    waiting = [json.loads(drawing.get("data-marks"))["waiting"] for drawing in page.select("bpmn-diagram")]
    assert "assess" in waiting[0]
    assert waiting[1] == []
    newest, oldest = page.select("ol.timeline")
    assert "Reopened" in "".join(newest.itertext())
    assert "Received by web form" in "".join(oldest.itertext())


def test_it_says_of_which_round_a_milestone_is(place, reference, signed_in):
    manager = place.actor("manager")
    place.do(WithdrawCase(reference, "She said so"), manager)
    place.run_due()
    client = signed_in("manager")
    assert "opened again" not in client.get(f"/cases/{reference}").text()
    place.clock.advance(days=3)
    place.do(ReopenCase(reference, "She changed her mind"), manager)
    page = client.get(f"/cases/{reference}")
    assert page.text(".lead").startswith(
        "Opened again on Thu 8 Jan. “Assess the complaint” waits for handler"
    )
    assert answered(page, 1)["Closed"].endswith("(before it was opened again)")
    assert client.get("/cases").texts("tbody .phase") == ["opened again"]

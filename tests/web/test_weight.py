"""What weighs more is seen in the lists: danger, urgency, lateness, how far a case is, kept drafts."""

from dataclasses import replace

import pytest

from engine.commands.lodge_complaint import LodgeComplaint
from engine.commands.save_draft import SaveDraft
from engine.model.complaint import Complainant
from engine.queries.register import CaseDetail
from engine.queries.tasklist import Tasklist
from web.marks import marks_of
from web.phases import phase

ADA = Complainant(name="Ada Example", email="ada@example.org")


def lodge(place, subject, **values):
    told = LodgeComplaint(description="It broke.", subject=subject, complainant=ADA, values=values)
    return place.do(told).reference


@pytest.fixture
def cases(place):
    """A harmless case, and a dangerous one."""
    return lodge(place, "Too late"), lodge(place, "Splinter", danger=True)


def test_it_marks_danger_in_the_tasklist(cases, signed_in):
    rows = signed_in("handler").get("/work").texts("[data-row]")
    assert [("danger" in row) for row in rows] == [("Splinter" in row) for row in rows]


@pytest.mark.parametrize("path", ["/cases", "/audit"])
def test_it_marks_danger_in_the_register_and_for_auditors(cases, signed_in, path):
    login = "manager" if path == "/cases" else "auditor"
    marks = signed_in(login).get(path).texts("tbody .mark-word")
    assert marks == ["danger"]


def test_it_marks_danger_on_the_case_and_its_task(place, cases, signed_in):
    client = signed_in("handler")
    assert client.get(f"/cases/{cases[1]}").texts(".mark-word") == ["danger"]
    items = place.ask(Tasklist(reference=cases[1]), place.actor("handler")).items
    assert client.get(f"/work/{items[0].item.id}").texts("aside .mark-word") == ["danger"]


WEIGHTS = [
    ({}, []),
    ({"severity": 3, "priority": "normal"}, []),
    ({"priority": "high"}, ["high priority"]),
    (
        {"severity": 5, "priority": "urgent", "record": {"safety": True, "vulnerable": True}},
        ["danger", "vulnerable", "urgent", "severity 5 of 5"],
    ),
    ({"record": {"danger": False, "vulnerable": "yes"}}, []),
]


@pytest.mark.parametrize(("fields", "words"), WEIGHTS)
def test_it_marks_what_weighs_more_and_nothing_else(place, cases, client, fields, words):
    complaint = place.ask(CaseDetail(cases[0]), place.actor("manager")).complaint
    with client.app.test_request_context():
        assert [mark.text for mark in marks_of(replace(complaint, **fields))] == words


PHASES = [
    ("received acknowledged", "to be assessed"),
    ("received assessed acknowledged", "being looked into"),
    ("received assessed escalated", "being looked into"),
    ("received assessed investigated responded decided reviewed", "reviewed, to be finished"),
    ("received closed surveyed", "opened again"),
    ("checked-in", "checked in"),
    ("", "open"),
]


@pytest.mark.parametrize(("reached", "words"), PHASES)
def test_it_says_how_far_a_case_is(place, client, reached, words):
    with client.app.test_request_context():
        assert phase(dict.fromkeys(reached.split(), place.clock())) == words


def test_it_shows_the_phase_in_the_register(cases, signed_in):
    assert signed_in("manager").get("/cases").texts("tbody .phase") == ["to be assessed"] * 2


def test_it_marks_a_kept_draft(place, cases, signed_in):
    item = place.ask(Tasklist(reference=cases[0]), place.actor("handler")).items[0].item
    place.do(SaveDraft(item.id, {"outcome_wanted": "half"}), place.actor("handler"))
    rows = signed_in("handler").get("/work").texts("[data-row]")
    assert [("draft" in row) for row in rows] == ["Too late" in row for row in rows]


def test_it_narrows_the_tasklist_down_to_what_is_late_or_due_today(place, signed_in):
    lodge(place, "Old")
    place.clock.advance(days=2, hours=-1)  # an hour before it is late
    lodge(place, "New")
    client = signed_in("handler")
    today = client.get("/work?due=today")
    assert [("Old" in row) for row in today.texts("[data-row]")] == [True]
    assert "Today 1" in today.texts(".filters a")
    assert client.get("/work?due=late").text(".empty") == "Nothing is late Show all tasks"
    place.clock.advance(hours=2)
    assert len(client.get("/work?due=late").select("[data-row]")) == 1
    assert "Nothing else is due today" in client.get("/work?due=today").text(".empty")


@pytest.mark.parametrize("sort", ["-received_at", "received_at", "due_at", "-severity", "reference"])
def test_it_sorts_the_register_by_what_it_offers(cases, signed_in, sort):
    page = signed_in("manager").get(f"/cases?sort={sort}")
    assert page.one(f"#sort option[value='{sort}']").get("selected") is not None
    assert len(page.select("[data-row]")) == 2


@pytest.mark.parametrize(("query", "folded"), [("", True), ("q=late", True), ("category=product", False)])
def test_it_folds_further_filters_away_while_none_is_set(cases, signed_in, query, folded):
    page = signed_in("manager").get(f"/cases?{query}")
    assert (page.one("details.more").get("open") is None) == folded

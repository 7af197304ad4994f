"""What administrators set: the organisation's name, whom processes may write to, when work is done."""

import pytest

from engine.commands.lodge_complaint import LodgeComplaint
from engine.model.complaint import Complainant
from engine.queries.house import HouseSettings
from engine.queries.register import CaseDetail
from web.calendar_form import WEEKDAYS

WEEK = dict.fromkeys(WEEKDAYS[:5], "09:00-17:00")
SENT = {**WEEK, "zone": "UTC", "country": "", "subdivision": "", "holidays": "", "reason": "New hours"}


def kept(place):
    found = place.ask(HouseSettings(), place.actor("admin"))
    return {one.name: one.value for one in found.settings}


def calendar(place, name="office"):
    found = place.ask(HouseSettings(), place.actor("admin"))
    return next(view for view in found.calendars if view.name == name)


def test_it_changes_settings_and_tells_who_did(place, signed_in):
    sent = {
        "organisation": " Example  Ltd ",
        "contact": "+44 1",
        "domains": "B.example a.example",
        "reason": "Moved",
    }
    page = signed_in("admin").post("/admin/settings", sent, page="/admin/settings")
    assert "The settings are changed." in page.texts(".note p")
    assert kept(place)["mail.domains"] == "a.example b.example"
    assert page.one("#domains").get("value") == "a.example b.example"
    told = page.texts("aside li")
    assert any(
        "“Contact” changed" in one and "from nothing to +44 1" in one and "“Moved”" in one for one in told
    )
    assert "you" in told[0]


def test_it_says_what_a_setting_takes_and_keeps_what_was_typed(place, signed_in):
    sent = {"organisation": "Example Ltd", "contact": "", "domains": "not a domain!"}
    page = signed_in("admin").post("/admin/settings", sent, page="/admin/settings", status=422)
    assert page.one("#domains").get("value") == "not a domain!"
    assert len(page.errors) == 1
    assert kept(place)["organisation.name"] == "Example Ltd"
    assert "already changed" in page.text(".note")


def test_it_notes_nothing_where_nothing_is_changed(signed_in):
    sent = {"organisation": "", "contact": "", "domains": ""}
    page = signed_in("admin").post("/admin/settings", sent, page="/admin/settings")
    assert "Nothing was changed." in page.texts(".note p")


def test_it_moves_deadlines_with_a_calendar(place, signed_in):
    who = Complainant(name="Ada Example", email="ada@example.org")
    reference = place.do(LodgeComplaint(description="It broke.", subject="Table", complainant=who)).reference
    before = {clock.name: clock.due_at for clock in place.ask(CaseDetail(reference)).clocks}
    sent = {**SENT, "holidays": "2026-01-06 Epiphany\n2026-01-07"}
    page = signed_in("admin").post("/admin/calendars/office", sent, page="/admin/calendars/office")
    assert "The deadlines of 1 case are being computed anew." in page.text(".note")
    place.run_due()
    after = {clock.name: clock.due_at for clock in place.ask(CaseDetail(reference)).clocks}
    assert all(after[name] > before[name] for name in after if name != "acknowledgement")


def test_it_shows_a_calendar_as_it_was_typed(place, signed_in):
    client = signed_in("admin")
    sent = {**SENT, "monday": "08:00–12:00; 13:00-17:00", "country": "de", "holidays": "٢٠٢٦-١٢-٢٤ Eve"}
    client.post("/admin/calendars/office", sent, page="/admin/calendars/office")
    page = client.get("/admin/calendars/office")
    assert page.one("#monday").get("value") == "08:00-12:00, 13:00-17:00"
    assert page.one("#country").get("value") == "DE"
    assert page.one("#holidays").text.strip() == "2026-12-24 Eve"
    assert {"Eve", "Labor Day"} <= set(page.texts("aside dd"))
    assert "Tuesday to Friday" in client.get("/admin/calendars").texts("dl.hours dt")


WRONG = [
    ({"monday": "9 to 5"}, "monday"),
    ({"monday": "17:00-09:00"}, "monday"),
    (dict.fromkeys(WEEKDAYS, ""), "monday"),
    ({"zone": "Mars/Olympus"}, "zone"),
    ({"country": "XX"}, "country"),
    ({"subdivision": "BE"}, "country"),
    ({"holidays": "Christmas"}, "holidays"),
    ({"reason": " "}, "reason"),
]


@pytest.mark.parametrize(("changed", "field"), WRONG)
def test_it_says_at_its_field_what_is_wrong_with_a_calendar(place, signed_in, changed, field):
    sent = {**SENT, **changed}
    client = signed_in("admin")
    page = client.post("/admin/calendars/office", sent, page="/admin/calendars/office", status=422)
    assert [link.get("href") for link in page.select(".error-summary a")] == [f"#{field}"]
    typed = page.one(f"#{field}")
    assert typed.get("aria-invalid") == "true"
    assert (typed.text or typed.get("value") or "").strip() == sent[field].strip()
    assert not calendar(place).own


def test_it_adds_a_calendar_and_gives_the_shipped_one_back(place, signed_in):
    client = signed_in("admin")
    page = client.post(
        "/admin/calendars/new", {**SENT, "name": "Night!"}, page="/admin/calendars/new", status=422
    )
    assert page.errors == ["A calendar's name is small letters, digits and dashes, e.g. office."]
    client.post("/admin/calendars/new", {**SENT, "name": "night-shift"}, page="/admin/calendars/new")
    assert calendar(place, "night-shift").own
    client.post("/admin/calendars/office", {**SENT, "friday": ""}, page="/admin/calendars/office")
    assert calendar(place).own
    sent = {"give_back": "1", "reason": "As before"}
    client.post("/admin/calendars/office", sent, page="/admin/calendars/office")
    assert not calendar(place).own


def test_it_lists_the_ways_in(signed_in):
    page = signed_in("admin").get("/admin/channels")
    assert "/complain" in page.text("table")
    assert len(page.select("tbody tr")) == 10


PAGES = ["/admin/settings", "/admin/calendars", "/admin/calendars/office", "/admin/channels"]


@pytest.mark.parametrize("path", PAGES)
def test_it_keeps_others_out(signed_in, path):
    assert signed_in("quality").get(path, status=403).heading == "This is not for you"


@pytest.mark.parametrize("name", ["always", "nonsense"])
def test_it_knows_what_cannot_be_changed(signed_in, name):
    signed_in("admin").get(f"/admin/calendars/{name}", status=404)

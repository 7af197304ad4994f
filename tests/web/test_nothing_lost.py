"""Ended sessions, stale pages, pages sent twice: no typed word is lost, and nothing happens twice."""

import pytest

from engine.commands.administer import SetPersonActive
from engine.commands.lodge_complaint import LodgeComplaint
from engine.model.complaint import Complainant
from engine.ports.reads import CaseFilter
from engine.queries.register import Register
from engine.queries.tasklist import Tasklist

TASK = "/work" + "/no-such-task"
ADA = Complainant(name="Ada Example", email="ada@example.org")
COMPLAINT = {"description": "The kettle leaks.", "email": "bo@example.org"}


@pytest.fixture
def lodged(place):
    return place.do(LodgeComplaint(description="It broke.", subject="Table", complainant=ADA))


def cases(place):
    return [row.complaint for row in place.ask(Register(CaseFilter()), place.actor("manager")).items]


def test_it_shows_what_was_typed_when_the_session_has_ended(place, lodged, signed_in):
    client = signed_in("handler")
    item = place.ask(Tasklist(), place.actor("handler")).items[0].item
    token = client.token(f"/work/{item.id}")
    client.raw.delete_cookie("querela")
    sent = {"csrf_token": token, "outcome_wanted": "A long text <b>", "form.action": "complete"}
    answer = client.raw.post(f"/work/{item.id}", data=sent)
    assert answer.status_code == 400
    assert "A long text &lt;b&gt;" in answer.text
    assert token not in answer.text


def test_it_shows_what_was_typed_when_the_person_was_shut_out_meanwhile(place, lodged, signed_in):
    client = signed_in("handler")
    path = f"/cases/{lodged.reference}/message"
    token = client.token(f"/cases/{lodged.reference}?tab=conversation")
    place.do(SetPersonActive("handler", False), place.actor("admin"))
    sent = {"csrf_token": token, "text": "Dear Ada", "password": "not shown"}
    answer = client.raw.post(
        path, data=sent, headers={"Referer": f"http://localhost/cases/{lodged.reference}"}
    )
    assert answer.status_code == 401
    assert "Dear Ada" in answer.text
    assert "not shown" not in answer.text
    assert f"/login?next=/cases/{lodged.reference}" in answer.text


@pytest.mark.parametrize("referer", ["http://evil.example/x", "http://localhost//evil.example", "nonsense"])
def test_it_leads_back_to_no_other_site(signed_in, client, referer):
    token = signed_in("handler").token("/work")
    client.post("/logout", {}, page="/work")
    answer = client.raw.post(
        TASK + "/draft", data={"text": "x", "csrf_token": token}, headers={"Referer": referer}
    )
    assert "evil" not in answer.text


def test_it_keeps_a_message_whose_complaint_was_closed_in_another_tab(lodged, client):
    code = {"reference": lodged.reference, "tracking_code": lodged.tracking_code}
    client.post("/track", code, page="/track", status=200)
    token = client.token("/track")
    client.post("/track/leave", {}, page="/track")
    answer = client.raw.post("/track/reply", data={"csrf_token": token, "text": "It also smells."})
    assert answer.status_code == 409
    assert "It also smells." in answer.text
    assert client.raw.post("/track/survey", data={"csrf_token": token}).status_code == 303


def test_it_files_a_page_sent_twice_once_and_gives_the_same_receipt(place, client):
    page = client.get("/complain")
    sent = {**COMPLAINT, "form.once": page.one("input[name='form.once']").get("value")}
    first = client.post("/complain", sent, page="/complain").texts(".keep dd")
    second = client.post("/complain", sent, page="/complain").texts(".keep dd")
    assert first == second
    assert len(cases(place)) == 1


def test_it_files_a_page_that_was_changed_meanwhile_again(place, client):
    sent = {**COMPLAINT, "form.once": "x" * 32}
    client.post("/complain", sent, page="/complain")
    client.post("/complain", {**sent, "description": "And it smells."}, page="/complain")
    assert {one.description for one in cases(place)} == {"The kettle leaks.", "And it smells."}


def test_it_keeps_the_page_s_own_value_while_answers_need_another_look(client):
    page = client.post("/complain", {"form.once": "y" * 32}, page="/complain", status=422)
    assert page.one("input[name='form.once']").get("value") == "y" * 32
    page = client.post("/complain", {"form.once": "short"}, page="/complain", status=422)
    assert len(page.one("input[name='form.once']").get("value")) >= 20


def test_it_records_for_staff_once_too(place, signed_in):
    sent = {**COMPLAINT, "form.channel": "phone", "form.once": "z" * 32}
    client = signed_in("handler")
    for _time in range(2):
        client.post("/cases/new", sent, page="/cases/new")
    assert len(cases(place)) == 1


def test_it_does_not_show_one_visitor_s_receipt_to_another_page(place, client):
    client.post("/complain", {**COMPLAINT, "form.once": "x" * 32}, page="/complain")
    client.raw.delete_cookie("querela")
    page = client.post(
        "/complain", {"email": "eve@example.org", "description": "?", "form.once": "x" * 32}, page="/complain"
    )
    assert page.texts(".keep dd")[0] == "2026-000002"


def test_it_takes_a_page_that_the_back_button_loads_anew_for_the_same(place, client):
    def own():
        return client.get("/complain").one("input[name='form.once']").get("value")

    before = own()
    client.post("/complain", {**COMPLAINT, "form.once": before}, page="/complain")
    assert own() == before
    client.post("/track/leave", {}, page="/track")
    left = own()
    assert left != before
    place.clock.advance(minutes=16)
    assert own() != left

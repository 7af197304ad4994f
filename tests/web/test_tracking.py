"""The tracking page: with reference and code, without an account."""

import pytest

from engine.commands.lodge_complaint import LodgeComplaint
from engine.model.complaint import Complainant
from engine.queries.register import CaseDetail


@pytest.fixture
def lodged(place):
    who = Complainant(name="Ada", email="ada@example.org")
    return place.do(LodgeComplaint(description="The table <came> broken.", complainant=who, subject="Table"))


def look(client, lodged, **status):
    sent = {"reference": lodged.reference, "tracking_code": lodged.tracking_code}
    return client.post("/track", sent, status=200, **status)


def test_it_shows_where_the_complaint_stands_in_plain_words(client, lodged):
    page = look(client, lodged)
    assert page.heading == "We have your complaint and are deciding who looks into it."
    assert "You can expect our answer by" in page.text()
    assert page.texts(".steps .now .title") == ["Judging how serious and urgent it is"]
    assert "The table <came> broken." in page.text()


def test_it_takes_the_code_however_it_is_written(client, lodged):
    sent = {"reference": lodged.reference, "tracking_code": lodged.tracking_code.lower().replace("-", " ")}
    assert client.post("/track", sent, status=200).select(".steps")


@pytest.mark.parametrize(
    "wrong", [{"reference": "2026-000099"}, {"tracking_code": "AAAAAA-AAAAAA-AAAAAA-AAAAAA"}]
)
def test_it_gives_one_answer_whichever_of_the_two_is_wrong(client, lodged, wrong):
    sent = {"reference": lodged.reference, "tracking_code": lodged.tracking_code, **wrong}
    page = client.post("/track", sent, status=422)
    assert page.errors == ["There is no complaint with this reference and tracking code."]
    assert page.one("#tracking_code").get("value") in (None, "")


def test_it_asks_for_what_is_missing(client):
    page = client.post("/track", {"reference": "", "tracking_code": ""}, status=422)
    assert page.errors == ["Enter the reference of your complaint.", "Enter the tracking code."]


def test_it_keeps_the_code_out_of_page_address_cookie_and_caches(client, lodged):
    page = look(client, lodged)
    assert lodged.tracking_code not in page.response.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert lodged.tracking_code not in page.response.headers.get("Set-Cookie", "")


def test_it_takes_a_message_once_and_shows_it(place, client, lodged):
    look(client, lodged)
    page = client.post("/track/reply", {"text": "It was\nthe left leg."}, page="/track")
    assert "Your message has been sent." in page.texts(".note p")
    assert "It was the left leg." in " ".join(page.texts(".conversation li.in"))
    assert len(place.ask(CaseDetail(lodged.reference)).conversation) == 1


def test_it_says_why_an_empty_message_was_not_sent(client, lodged):
    look(client, lodged)
    page = client.post("/track/reply", {"text": " "}, page="/track", status=422)
    assert page.errors == ["Write something, please."]


def test_it_withdraws_with_a_reason(place, client, lodged):
    look(client, lodged)
    refused = client.post("/track/withdraw", {"reason": ""}, page="/track", status=422)
    assert refused.errors == ["Give a reason, please."]
    page = client.post("/track/withdraw", {"reason": "It was settled."}, page="/track")
    place.run_due()
    assert place.ask(CaseDetail(lodged.reference)).complaint.status == "closed"
    assert client.get("/track").heading == "You withdrew your complaint."
    assert page.texts(".note p") == ["Your complaint has been withdrawn."]


def test_it_forgets_the_complaint_when_told_to(client, lodged):
    look(client, lodged)
    client.post("/track/leave", {}, page="/track")
    assert client.get("/track").heading == "Follow a complaint"


@pytest.mark.parametrize("path", ["/track/reply", "/track/react", "/track/withdraw", "/track/survey"])
def test_it_leads_strangers_back_to_the_question_for_the_code(client, path):
    assert client.post(path, {"text": ""}, page="/track").heading == "Follow a complaint"

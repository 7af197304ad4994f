"""The portal: a complaint from the form to the receipt."""

import io

import pytest

from engine.ports.reads import CaseFilter
from engine.queries.register import CaseDetail, Register

GOOD = {"description": "The table came with a broken leg.", "email": "ada@example.org"}


def cases(place):
    return place.ask(Register(CaseFilter())).items


def test_it_records_a_complaint_and_shows_reference_and_code_once(place, client):
    receipt = client.post("/complain", GOOD)
    assert receipt.heading == "We have your complaint"
    reference, code = receipt.texts(".keep dd")
    assert reference == "2026-000001"
    assert len(code) >= 20
    assert cases(place)[0].complaint.description == GOOD["description"]
    again = client.get("/complain/received")
    assert code not in again.text()
    assert again.heading == "The tracking code was shown once"


def test_it_never_stores_or_names_the_receipt(client):
    receipt = client.post("/complain", GOOD)
    assert receipt.response.headers["Referrer-Policy"] == "no-referrer"
    assert receipt.response.headers["Cache-Control"] == "no-store"


WRONG = [
    ({}, {"Fill in “What happened?”.", "Fill in “What is your e-mail address?”."}),
    (
        {**GOOD, "email": "ada"},
        {"“What is your e-mail address?” must be an e-mail address like name@example.org."},
    ),
    (
        {**GOOD, "occurred_on": "2026-02-30"},
        {"“When did it happen?” must be a real date, written year-month-day, for example 2026-11-27."},
    ),
    ({**GOOD, "category": "none"}, {"“What is it mainly about?”: choose one of the options offered."}),
]


@pytest.mark.parametrize(("answers", "told"), WRONG)
def test_it_says_what_to_do_and_keeps_what_was_typed(place, client, answers, told):
    page = client.post("/complain", {"subject": "My table", **answers}, status=422)
    assert page.text("title").startswith("Error: ")
    assert {text.replace("  ", " ") for text in page.errors} == told
    assert page.one("input[name=subject]").get("value") == "My table"
    for link in page.select(".error-summary a"):
        field = page.one(f"[id='{link.get('href')[1:]}']")
        assert field.get("aria-invalid") == "true" or field.get("type") == "radio"
    assert cases(place) == []


def test_it_says_that_a_day_is_still_to_come(client):
    page = client.post("/complain", {**GOOD, "occurred_on": "2026-03-01"}, status=422)
    assert page.errors == ["This day is still to come."]


def test_it_takes_anonymous_complaints_without_anything_personal(place, client):
    client.post("/complain", {**GOOD, "anonymous": "true", "name": "Ada"})
    who = cases(place)[0].complaint.complainant
    assert (who.anonymous, who.name, who.email) == (True, "", "")


def test_it_keeps_further_answers_with_the_record(place, client):
    client.post("/complain", {**GOOD, "danger": "true", "adjustments": "large print"})
    assert cases(place)[0].complaint.record["danger"] is True
    assert place.ask(CaseDetail("2026-000001")).complaint.record["adjustments"] == "large print"


def test_it_attaches_files(place, client):
    client.post("/complain", {**GOOD, "attachments": (io.BytesIO(b"%PDF-1.7 bill"), "bill.pdf")})
    view = place.ask(CaseDetail("2026-000001"))
    assert [file.filename for file in view.attachments] == ["bill.pdf"]


def test_it_refuses_a_file_whose_content_is_not_taken_before_anything_is_recorded(place, client):
    sent = {**GOOD, "attachments": (io.BytesIO(b"MZ\x90\x00\x03\x00\x00\x00"), "bill.pdf")}
    page = client.post("/complain", sent, status=422)
    assert page.errors[0].startswith("“bill.pdf”:")
    assert cases(place) == []


def test_it_asks_what_the_answers_lead_to_before_it_takes_them(place, client):
    shown = client.get("/complain").one("input[name='form.shown']").get("value")
    assert "represented" not in shown.split()
    page = client.post("/complain", {**GOOD, "for_somebody": "true", "form.shown": shown}, status=200)
    assert "further questions" in page.text()
    assert page.select("input[name=represented]")
    assert page.one("textarea[name=description]").text.strip() == GOOD["description"]
    assert cases(place) == []


def test_it_shows_the_new_questions_when_the_page_asks_for_them(place, client):
    page = client.post("/complain", {"anonymous": "true", "form.refresh": "1"}, status=200)
    assert page.errors == []
    assert not page.select("input[name=email]")
    assert cases(place) == []


def test_it_escapes_what_was_typed(client):
    page = client.post("/complain", {"subject": '"><script>alert(1)</script>'}, status=422)
    assert page.one("input[name=subject]").get("value") == '"><script>alert(1)</script>'


def test_it_refuses_a_form_without_its_token(place, client):
    answer = client.raw.post("/complain", data=GOOD)
    assert answer.status_code == 400
    assert "This page is no longer valid" in answer.text
    assert cases(place) == []


def test_it_refuses_what_is_far_too_large(client):
    page = client.post("/complain", {**GOOD, "description": "x" * 300_000}, status=422)
    assert page.errors == ["“What happened?” takes at most 50000 characters."]
    token = client.token("/complain")
    size = {"CONTENT_LENGTH": str(51 * 1024 * 1024)}
    answer = client.raw.post("/complain", data={"csrf_token": token}, environ_overrides=size)
    assert answer.status_code == 413


def test_it_says_which_files_have_to_be_chosen_again(place, client):
    sent = {**GOOD, "email": "nobody", "attachments": (io.BytesIO(b"%PDF-1.7 bill"), "bill.pdf")}
    page = client.post("/complain", sent, status=422)
    assert page.text("#questions > .note a") == "Choose again: “bill.pdf”"
    assert page.one("#questions > .note a").get("href") == "#f-attachments"
    assert "f-attachments-again" in page.one("#f-attachments").get("aria-describedby")
    assert cases(place) == []


def test_it_says_nothing_of_files_while_the_page_still_holds_them(client):
    sent = {**GOOD, "form.refresh": "1", "attachments": (io.BytesIO(b"%PDF-1.7 bill"), "bill.pdf")}
    assert not client.post("/complain", sent, status=200).select("#questions > .note")

"""The register, one case and what is done to it."""

import io

import pytest

from engine.commands.lodge_complaint import LodgeComplaint
from engine.model.complaint import Complainant
from engine.queries.register import CaseDetail
from web import cases


@pytest.fixture
def reference(place):
    who = Complainant(name="Ada Example", email="ada@example.org")
    lodged = place.do(
        LodgeComplaint(
            description="It came <broken>.\n\nNobody called.",
            complainant=who,
            subject="Table",
            category="delivery",
        )
    )
    place.run_due()
    return lodged.reference


def lodge(place, subject, **more):
    who = Complainant(name="Bo Other", email="bo@example.org")
    return place.do(LodgeComplaint(description=subject, subject=subject, complainant=who, **more)).reference


FINDS = [
    ("q=table", ["2026-000001"]),
    ("q=ada", ["2026-000001"]),
    ("q=٢٠٢٦-٠٠٠٠٠٢", ["2026-000002"]),
    ("category=payment", ["2026-000002"]),
    ("status=closed", []),
    ("from=2026-01-06", ["2026-000002"]),
    ("to=2026-01-05", ["2026-000001"]),
    ("sort=reference", ["2026-000001", "2026-000002"]),
    ("sort=nonsense&from=never&status=odd", ["2026-000002", "2026-000001"]),
]


@pytest.mark.parametrize(("query", "found"), FINDS)
def test_it_finds_cases(place, reference, signed_in, query, found):
    place.clock.advance(days=1)
    lodge(place, "Charged twice", category="payment")
    page = signed_in("manager").get(f"/cases?{query}")
    assert page.texts("th[scope=row]") == found


def test_it_pages_through_many(place, reference, signed_in):
    for number in range(55):
        lodge(place, f"Case {number}")
    client = signed_in("manager")
    page = client.get("/cases")
    assert len(page.select("tbody tr")) == 50
    behind = client.get(page.one(".paging a").get("href"))
    assert len(behind.select("tbody tr")) == 6


def test_it_says_where_the_case_stands(reference, signed_in):
    page = signed_in("manager").get(f"/cases/{reference}")
    assert page.heading == "Table"
    assert page.text(".lead").startswith(
        "“Assess the complaint” waits for handler since Mon 5 Jan, due Wed 7 Jan"
    )
    assert "It came <broken>." in page.text(".prose")


def test_it_says_why_each_clock_is_due(reference, signed_in):
    page = signed_in("manager").get(f"/cases/{reference}")
    whys = page.texts(".clock details")
    assert any("working days from" in text and "is reached" in text for text in whys)


def test_it_masks_the_person_for_auditors(reference, signed_in):
    page = signed_in("auditor").get(f"/cases/{reference}")
    assert "Ada" not in page.response.text
    assert "It came" not in page.response.text


def test_it_hides_cases_from_those_without_a_part(place, reference, signed_in):
    signed_in("reviewer").get(f"/cases/{reference}", status=404)


def act(client, reference, verb, **sent):
    return client.post(f"/cases/{reference}/{verb}", sent, page=f"/cases/{reference}")


def refused(client, reference, verb, status=422, **sent):
    page = client.post(f"/cases/{reference}/{verb}", sent, page=f"/cases/{reference}", status=status)
    assert page.text("title").startswith("Error: ")
    return page


def test_it_pauses_and_resumes(place, reference, signed_in):
    client = signed_in("manager")
    page = act(client, reference, "pause", reason="Lab", awaiting="the laboratory", until="2026-01-20")
    assert page.text(".lead").startswith(
        "Paused from Mon 5 Jan until Tue 20 Jan, waiting for the laboratory."
    )
    page = act(client, reference, "resume", reason="Result is here")
    assert "The case goes on." in page.texts(".note p")


def test_it_keeps_what_was_typed_when_an_action_is_refused(reference, signed_in):
    page = refused(
        signed_in("manager"), reference, "pause", reason="", awaiting="the laboratory", until="2026-01-20"
    )
    assert page.errors == ["Give a reason, please."]
    assert page.one("#pause-awaiting").get("value") == "the laboratory"
    assert page.one("#pause").get("open") is not None


def test_it_asks_for_a_day_that_can_be_read(reference, signed_in):
    page = refused(signed_in("manager"), reference, "extend", reason="More to find", until="soon")
    assert page.errors == ["Give the day as year-month-day, for example 2026-11-27."]


def test_it_extends_the_time_once(place, reference, signed_in):
    client = signed_in("manager")
    page = act(client, reference, "extend", reason="A witness is away", until="2026-02-20")
    assert "The complainant is told of the new date." in page.texts(".note p")
    assert "Answer due Fri 20 Feb." in page.text(".lead")
    assert refused(client, reference, "extend", 409, reason="Again", until="2026-03-20").errors


def test_it_merges_a_duplicate(place, reference, signed_in):
    other = lodge(place, "Same table")
    page = act(signed_in("manager"), other, "merge", into=reference, reason="Sent twice")
    assert page.text(".lead") == f"Handled together with {reference}."


def test_it_refuses_to_merge_into_nothing(reference, signed_in):
    page = refused(signed_in("manager"), reference, "merge", into="2026-000099", reason="Sent twice")
    assert "2026-000099" in page.errors[0]


def test_it_converts_withdraws_and_reopens(place, reference, signed_in):
    client = signed_in("manager")
    page = act(client, reference, "convert", kind="enquiry")
    assert "The case now counts as enquiry." in page.texts(".note p")
    page = act(client, reference, "withdraw", reason="Said so on the phone")
    assert "The complaint is withdrawn." in page.texts(".note p")
    place.run_due()
    assert place.ask(CaseDetail(reference)).complaint.status == "closed"
    page = act(client, reference, "reopen", reason="Changed her mind")
    assert "The case is open again." in page.texts(".note p")
    assert place.ask(CaseDetail(reference)).complaint.status == "open"


def test_it_writes_to_the_complainant(place, reference, signed_in):
    client = signed_in("handler")
    sent = {"direction": "out", "channel": "e-mail", "subject": "Your table", "text": "Which leg?"}
    page = act(client, reference, "message", **sent)
    assert "Which leg?" in page.text(".conversation")
    page = refused(client, reference, "message", direction="in", text=" ")
    assert page.one("textarea[name=text]") is not None


def test_it_adds_files_and_gives_them_back_as_downloads(place, reference, signed_in):
    client = signed_in("handler")
    act(client, reference, "attach", files=(io.BytesIO(b"%PDF-1.7 bill"), "bill.pdf"))
    page = client.get(f"/cases/{reference}")
    link = page.one("a[href*='/attachments/']").get("href")
    answer = client.raw.get(link)
    assert answer.data == b"%PDF-1.7 bill"
    assert answer.headers["Content-Disposition"] == "attachment; filename=bill.pdf"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_it_refuses_files_of_types_that_are_not_taken(reference, signed_in):
    page = refused(
        signed_in("handler"), reference, "attach", files=(io.BytesIO(b"MZ\x90\x00\x03\x00"), "a.exe")
    )
    assert "not taken" in page.errors[0]


def test_it_tells_the_timeline_in_sentences(reference, signed_in):
    page = signed_in("handler").get(f"/cases/{reference}?tab=timeline")
    lines = page.texts(".timeline li")
    assert any("Received by web form" in line for line in lines)
    assert any("Milestone reached: acknowledged" in line for line in lines)


def test_it_has_a_drawing_with_what_is_taken_and_waits(reference, signed_in):
    drawing = signed_in("handler").get(f"/cases/{reference}?tab=diagram").one("bpmn-diagram")
    assert "waiting" in drawing.get("data-marks")
    assert drawing.get("data-src").endswith("/complaint.bpmn")


def test_it_does_nothing_for_those_who_may_not(place, reference, signed_in):
    client = signed_in("auditor")
    sent = {"reason": "x", "awaiting": "y", "until": "2026-01-20"}
    page = client.post(f"/cases/{reference}/pause", sent, page=f"/cases/{reference}", status=422)
    assert "Your roles do not allow you" in page.errors[0]
    assert place.ask(CaseDetail(reference)).paused is None


def test_it_tells_of_a_long_history_as_much_as_a_page_holds(reference, signed_in, monkeypatch):
    client = signed_in("handler")
    whole = client.get(f"/cases/{reference}?tab=timeline")
    assert "not shown here" not in whole.response.text
    monkeypatch.setattr(cases, "MOST_TOLD", 1)
    page = client.get(f"/cases/{reference}?tab=timeline")
    assert 0 < len(page.select(".timeline li[id]")) < len(whole.select(".timeline li[id]"))
    assert "not shown here" in page.response.text

"""Staff write down what came by phone, letter or at the counter."""

from datetime import UTC, datetime

import pytest

from engine.ports.reads import CaseFilter
from engine.queries.register import Register

SAID = {"description": "The kettle leaks.", "form.channel": "phone"}


def only_case(place):
    (row,) = place.ask(Register(CaseFilter())).items
    return row.complaint


def test_it_records_without_an_address(place, signed_in):
    client = signed_in("handler")
    page = client.post("/cases/new", {**SAID, "name": "Bo"})
    assert page.heading == "Recorded as 2026-000001"
    code = page.texts(".keep dd")[1]
    case = only_case(place)
    assert (case.channel, case.complainant.name, case.recorded_by) == ("phone", "Bo", "handler")
    assert code not in client.get(client.raw.get("/cases/new/recorded").headers["Location"]).response.text


def test_it_counts_from_the_moment_of_receipt(place, signed_in):
    signed_in("handler").post("/cases/new", {**SAID, "form.received": "2026-01-02T10:30"})
    assert only_case(place).received_at == datetime(2026, 1, 2, 10, 30, tzinfo=UTC)


WRONG = [
    ({"description": ""}, "Fill in “What happened?”."),
    ({"form.received": "2026-03-01T10:00"}, "A complaint cannot have been received in the future."),
    ({"form.received": "lately"}, "Give day and time as in 2026-11-27 09:30, or leave it empty."),
    ({"email": "bo"}, "“What is your e-mail address?” must be an e-mail address like name@example.org."),
]


@pytest.mark.parametrize(("answers", "told"), WRONG)
def test_it_says_what_to_do(place, signed_in, answers, told):
    page = signed_in("handler").post("/cases/new", {**SAID, **answers}, status=422)
    assert page.errors == [told]
    assert place.ask(Register(CaseFilter())).items == []


def test_it_is_not_for_auditors(signed_in):
    signed_in("auditor").get("/cases/new", status=403)

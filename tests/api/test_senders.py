"""What is believed of whom: the public and those who record complaints for the organisation."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from engine.commands.lodge_complaint import LodgeComplaint
from engine.errors import InvalidForm
from engine.model.complaint import Complainant
from engine.queries.register import CaseDetail
from tests.api.client import Caller
from tests.api.test_whole_way import COMPLAINT
from tests.support.installation import Installation

Call = Callable[[str | None], Caller]
KNOWN = {**COMPLAINT, "external_id": "shop-1"}
PROBE = {"description": "probe", "complainant": {"anonymous": True}, "external_id": "shop-1"}


@pytest.mark.parametrize("first", ["handler", None])
@pytest.mark.parametrize("second", ["handler", None])
def test_the_same_complaint_twice_adds_nothing(call: Call, first: str | None, second: str | None) -> None:
    one = call(first).post("/complaints", KNOWN, expect=201)
    two = call(second).post("/complaints", KNOWN, expect=201)
    same = first is None or second is not None  # what staff recorded is not told to the public
    assert (two["reference"] == one["reference"]) is same
    assert bool(two["tracking_code"]) is not same


@pytest.mark.parametrize("first", ["handler", None])
def test_a_guessed_number_tells_nothing(call: Call, first: str | None) -> None:
    """An id in use and one that is not are answered alike: by a complaint of its own."""
    kept = call(first).post("/complaints", KNOWN, expect=201)
    probed = call(None).post("/complaints", PROBE, expect=201)
    fresh = call(None).post("/complaints", {**PROBE, "external_id": "shop-2"}, expect=201)
    assert probed["reference"] != kept["reference"]
    assert probed["tracking_code"]
    assert set(probed) == set(fresh)
    assert call("quality").get(f"/complaints/{probed['reference']}")["external_id"] is None
    assert call("quality").get(f"/complaints/{kept['reference']}")["external_id"] == "shop-1"


def test_a_number_taken_by_the_public_does_not_swallow_a_record(call: Call) -> None:
    taken = call(None).post("/complaints", PROBE, expect=201)
    problem = call("handler").post("/complaints", KNOWN, expect=422)
    assert taken["reference"] in problem["errors"]["external_id"]


@pytest.mark.parametrize(
    ("login", "heard"), [(None, False), ("auditor", False), ("handler", True), ("admin", True)]
)
def test_only_those_who_record_complaints_say_when_one_came(
    call: Call, house: Installation, login: str | None, heard: bool
) -> None:
    body = {**COMPLAINT, "received_at": "2025-12-01T09:00:00Z"}
    reference = call(login).post("/complaints", body, expect=201)["reference"]
    received_at: datetime = house.ask(CaseDetail(reference)).complaint.received_at
    assert (received_at.year == 2025) is heard


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reasons": "Buy at http://spam.example"}, "reasons"),  # what staff write into letters
        ({"complaint": {"reference": "2026-000001"}}, "complaint"),  # what diagrams read
        ({"adjustments": {"nested": "context"}}, "adjustments"),
        ({"adjustments": "a\0b"}, "adjustments"),
        ({"adjustments": "x" * 200_000}, "values"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_the_public_gives_no_values_but_those_of_the_form(
    call: Call, values: dict[str, Any], field: str
) -> None:
    problem = call(None).post("/complaints", {**COMPLAINT, "values": values}, expect=422)
    assert set(problem["errors"]) == {field}


def test_the_form_s_own_values_are_kept(call: Call) -> None:
    values = {"adjustments": "large print", "danger": True}
    reference = call(None).post("/complaints", {**COMPLAINT, "values": values}, expect=201)["reference"]
    assert call("quality").get(f"/complaints/{reference}")["record"] == values


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("received_at", "1700-01-01T00:00:00Z"),
        ("received_at", "0001-01-01T00:00:00+14:00"),
        ("received_at", "2027-01-01T00:00:00Z"),
        ("received_at", "2026-01-01T00:00:00"),
        ("occurred_on", "2026-01-07"),
        ("occurred_on", "yesterday"),
        ("external_id", "a\0b"),
        ("external_id", "\ud800"),
        ("external_id", "x" * 201),
        ("description", "a\0b"),
        ("description", "\ud800"),
        ("language", "english please"),
        ("channel", "pigeon"),
    ],
)
def test_it_names_what_cannot_be_kept(call: Call, field: str, value: str) -> None:
    problem = call("handler").post("/complaints", {**COMPLAINT, field: value}, expect=422)
    assert set(problem["errors"]) == {field}


def test_other_scripts_and_signs_are_kept_as_they_are(call: Call) -> None:
    text = "مرحبا 😀 \u202eabc\u202c\nשורה שנייה"
    reference = call(None).post("/complaints", {**COMPLAINT, "description": text}, expect=201)["reference"]
    assert call("quality").get(f"/complaints/{reference}")["description"] == text


def test_it_may_have_happened_today_where_the_day_is_already_the_next(house: Installation) -> None:
    day = house.clock.now.date()
    house.clock.advance(hours=8)  # 17:00 UTC: the next day in Taipei and Auckland
    who = Complainant(anonymous=True)
    house.do(LodgeComplaint("It broke.", who, occurred_on=day.replace(day=day.day + 1)))
    with pytest.raises(InvalidForm):
        house.do(LodgeComplaint("It broke.", who, occurred_on=day.replace(day=day.day + 2)))

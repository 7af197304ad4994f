"""A complaint from intake to closure over the API alone, with the shipped package."""

from collections.abc import Callable
from typing import Any

from engine.model.complaint import MILESTONES
from tests.api.client import Caller
from tests.support.installation import Installation

COMPLAINT = {
    "description": "The kettle leaks.",
    "product": "Kettle",
    "complainant": {"name": "Ada", "email": "ada@home.example"},
}

WAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("assess", "handler", {"nature": "complaint", "severity": 3, "category": "product", "interest": "no"}),
    ("investigate", "handler", {"investigation_next": "complete", "findings": "The seal was missing."}),
    (
        "propose",
        "handler",
        {"proposed_outcome": "upheld", "reasons": "A seal was missing.", "remedies": ["apology"]},
    ),
    ("review", "reviewer", {"review_result": "approved"}),
)
AFTER: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("remedy", "handler", {"remedy_done": "We have written an apology."}),
    ("record-cause", "quality", {"root_cause": "process", "systemic": False}),
    ("close", "handler", {"all_done": True}),
)


def open_task(caller: Caller, reference: str, element: str) -> dict[str, Any]:
    """The open task of that element, as this caller sees it."""
    items = caller.get(f"/tasks?reference={reference}")["items"]
    return next(item for item in items if item["element"] == element)


def work(
    call: Callable[[str | None], Caller], reference: str, way: tuple[tuple[str, str, dict[str, Any]], ...]
) -> None:
    for element, login, values in way:
        caller = call(login)
        task = open_task(caller, reference, element)
        done = caller.post(f"/tasks/{task['id']}/complete", {"values": values})
        assert done["task"]["state"] == "done"
        assert done["task"]["closed_by"] == login


def test_it_goes_from_intake_to_closure(house: Installation, call: Callable[[str | None], Caller]) -> None:
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    assert set(lodged) == {"reference", "tracking_code", "instance", "status"}
    reference = lodged["reference"]
    work(call, reference, WAY)
    delivered = call("admin").post(
        "/messages",
        {"name": "reaction", "key": reference, "values": {"reaction": "accepted"}, "id": "r-1"},
        expect=202,
    )
    assert delivered == {"delivered": [lodged["instance"]], "kept": False}
    again = call("admin").post(
        "/messages",
        {"name": "reaction", "key": reference, "values": {"reaction": "accepted"}, "id": "r-1"},
        expect=202,
    )
    assert again == {"delivered": [], "kept": False}
    work(call, reference, AFTER)
    case = call("handler").get(f"/complaints/{reference}")
    assert case["status"] == "closed"
    assert case["outcome"] == "upheld"
    reached = [case["milestones"][name] for name in MILESTONES]
    assert reached == sorted(reached)
    assert all(clock["stopped_at"] for clock in case["clocks"])
    assert not any(clock["breached_at"] for clock in case["clocks"])
    history = call("auditor").get(f"/instances/{lodged['instance']}/history?limit=200")
    hashes = [entry["hash"] for entry in history["items"]]
    assert [entry["previous_hash"] for entry in history["items"]][1:] == hashes[:-1]
    instance = call("auditor").get(f"/instances/{lodged['instance']}")
    assert instance["definition"] == {"key": "complaint", "version": 1}
    assert instance["open"] == []


def test_a_left_survey_ends_by_itself(house: Installation, call: Callable[[str | None], Caller]) -> None:
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    work(call, lodged["reference"], WAY)
    for _month in range(12):
        house.clock.advance(days=30)
        house.run_due()
        for element, login, values in AFTER:
            caller = call(login)
            tasks = caller.get(f"/tasks?reference={lodged['reference']}")["items"]
            for task in tasks:
                if task["element"] == element:
                    caller.post(f"/tasks/{task['id']}/complete", {"values": values})
    instance = call("auditor").get(f"/instances/{lodged['instance']}")
    assert instance["status"] == "completed"

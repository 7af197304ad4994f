"""Who may call what, what bad input is answered, and that a request sent twice is done once."""

from collections.abc import Callable
from io import BytesIO

import pytest

from tests.api.client import Caller
from tests.api.test_whole_way import COMPLAINT, open_task
from tests.support.installation import Installation

Call = Callable[[str | None], Caller]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/complaints"),
        ("GET", "/complaints/2026-000001"),
        ("GET", "/tasks"),
        ("GET", "/processes"),
        ("POST", "/instances"),
        ("POST", "/messages"),
        ("POST", "/complaints/2026-000001/withdraw"),
    ],
)
def test_it_asks_for_a_token(call: Call, method: str, path: str) -> None:
    answer = call(None).request(method, path)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.mimetype == "application/problem+json"


def test_it_refuses_a_token_that_does_not_hold(call: Call) -> None:
    answer = call(None).request("GET", "/tasks", headers={"Authorization": "Bearer qrl_wrong"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("login", "path", "body"),
    [
        ("handler", "/messages", {"name": "reply"}),
        ("handler", "/instances", {"process": "complaint"}),
        ("reviewer", "/instances/INSTANCE/suspend", {"reason": "holiday"}),
        ("auditor", "/complaints/REFERENCE/withdraw", {"reason": "no"}),
        ("reviewer", "/tasks/TASK/complete", {"values": {}}),
        ("auditor", "/tasks/TASK/claim", {}),
    ],
)
def test_it_keeps_to_roles(call: Call, login: str, path: str, body: object) -> None:
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    task = open_task(call("handler"), lodged["reference"], "assess")
    path = path.replace("INSTANCE", lodged["instance"]).replace("REFERENCE", lodged["reference"])
    refusal = call(login).post(path.replace("TASK", task["id"]), body, expect=403)
    assert (refusal["status"], bool(refusal["detail"])) == (403, True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**COMPLAINT, "description": " "}, "description"),
        ({**COMPLAINT, "complainant": {}}, "email"),
        ({**COMPLAINT, "complainant": {"email": "nobody"}}, "email"),
        ({**COMPLAINT, "complainant": {"email": "a@b.example\r\nBcc: c@d.example"}}, "email"),
        ({**COMPLAINT, "occurred_on": "31.3."}, "occurred_on"),
        ({**COMPLAINT, "kind": "rant"}, "kind"),
        ({**COMPLAINT, "subject": 7}, "subject"),
        ({**COMPLAINT, "colour": "red"}, "colour"),
    ],
)
def test_it_names_the_field_that_is_wrong(call: Call, body: object, field: str) -> None:
    problem = call(None).post("/complaints", body, expect=422)
    assert set(problem["errors"]) == {field}


@pytest.mark.parametrize("body", ["[1]", "{", '"text"', "[" * 5000])
def test_it_refuses_what_is_no_json_object(call: Call, body: str) -> None:
    answer = call(None).request("POST", "/complaints", data=body)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_it_answers_a_repeated_request_as_the_first_time(call: Call) -> None:
    public = call(None)
    first = public.post("/complaints", COMPLAINT, expect=201, Idempotency_Key="once")
    assert public.post("/complaints", COMPLAINT, expect=201, Idempotency_Key="once") == first
    other = {**COMPLAINT, "description": "Another matter."}
    public.post("/complaints", other, expect=422, Idempotency_Key="once")
    assert call("quality").get("/complaints")["items"][0]["reference"] == first["reference"]
    assert len(call("quality").get("/complaints")["items"]) == 1


def test_it_refuses_a_repeated_request_as_the_first_time(call: Call) -> None:
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    case, one, manager = f"/complaints/{lodged['reference']}", call("handler"), call("manager")
    task = f"/tasks/{open_task(one, lodged['reference'], 'assess')['id']}"
    given = {"values": {"severity": 9}}
    first = one.post(f"{task}/complete", given, expect=422, Idempotency_Key="form")
    assert first["errors"]
    taken = call("handler2").post(f"{task}/claim", expect=200)
    assert taken["assignee"] == "handler2"
    assert one.post(f"{task}/complete", given, expect=422, Idempotency_Key="form") == first
    early = manager.post(f"{case}/reopen", {"reason": "new facts"}, expect=409, Idempotency_Key="early")
    manager.post(f"{case}/withdraw", {"reason": "solved"})
    again = manager.post(f"{case}/reopen", {"reason": "new facts"}, expect=409, Idempotency_Key="early")
    assert again == early  # the key has been answered
    manager.post(f"{case}/reopen", {"reason": "new facts"}, Idempotency_Key="another")
    one.post(f"{case}/reopen", {"reason": "x"}, expect=403, Idempotency_Key="form2")
    one.post("/complaints/2026-999999/withdraw", {"reason": "x"}, expect=404, Idempotency_Key="form3")
    one.post("/complaints/2026-999999/withdraw", {"reason": "y"}, expect=422, Idempotency_Key="form3")


def test_a_refusal_leaves_nothing_behind_and_its_text_is_kept_sealed(call: Call, house: Installation) -> None:
    broken = {**COMPLAINT, "complainant": {"email": "no address"}}
    first = call(None).post("/complaints", broken, expect=422, Idempotency_Key="bad")
    assert call(None).post("/complaints", broken, expect=422, Idempotency_Key="bad") == first
    with house.querela.store.read() as unit:
        kept = unit.answers.get("public 127.0.0.1", "bad")
    assert kept is not None
    assert b"address" not in kept[1]
    assert call("quality").get("/complaints")["items"] == []


def test_a_task_goes_from_hand_to_hand(call: Call) -> None:
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    one, two, manager = call("handler"), call("handler2"), call("manager")
    task = f"/tasks/{open_task(one, lodged['reference'], 'assess')['id']}"
    assert one.post(f"{task}/claim")["assignee"] == "handler"
    assert one.post(f"{task}/claim")["assignee"] == "handler"
    assert "is with Handler" in two.post(f"{task}/claim", expect=409)["detail"]
    two.post(f"{task}/complete", {"values": {}}, expect=403)
    one.post(f"{task}/draft", {"values": {"severity": 4, "nature": "complaint"}})
    assert one.get(task)["values"]["severity"] == 4
    assert one.post(f"{task}/assign", {"to": "handler2"})["assignee"] == "handler2"
    assert two.post(f"{task}/release")["assignee"] is None
    assert manager.post(f"{task}/assign", {"to": "handler"})["assignee"] == "handler"
    manager.post(f"{task}/assign", {"to": "reviewer"}, expect=422)
    wrong = one.post(f"{task}/complete", {"values": {"nature": "complaint"}}, expect=422)
    assert "severity" in wrong["errors"]
    one.post(f"{task}/complete", {"values": {"nature": "complaint", "severity": 2, "more": 1}})
    assert "completed by you" in one.post(f"{task}/complete", {"values": {}}, expect=409)["detail"]


def test_files_are_known_by_their_content(call: Call) -> None:
    reference = call(None).post("/complaints", COMPLAINT, expect=201)["reference"]
    caller = call("handler")
    sent = caller.request(
        "POST",
        f"/complaints/{reference}/attachments",
        data={"file": (BytesIO(PNG), "../../bill.exe")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 201
    file = sent.get_json()
    assert file["type"] == "image/png"
    assert file["filename"] == "bill.exe"
    fetched = caller.request("GET", f"/complaints/{reference}/attachments/{file['id']}")
    assert fetched.data == PNG
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    refused = caller.request(
        "POST",
        f"/complaints/{reference}/attachments",
        data={"file": (BytesIO(b"MZ\x90\x00\x03\x00\x00\x00"), "bill.png")},
        content_type="multipart/form-data",
    )
    assert refused.status_code == 422


def test_an_auditor_sees_no_personal_data(call: Call) -> None:
    reference = call(None).post("/complaints", COMPLAINT, expect=201)["reference"]
    shown = call("auditor").get(f"/complaints/{reference}")
    assert "Ada" not in str(shown)
    assert "kettle leaks" not in str(shown).lower()
    history = call("auditor").get(f"/instances/{shown['instance']}/history?limit=200")
    assert "Ada" not in str(history)


def test_a_case_is_nobody_elses_business(call: Call) -> None:
    reference = call(None).post("/complaints", COMPLAINT, expect=201)["reference"]
    call("admin").get(f"/complaints/{reference}", expect=404)
    call("handler").get(f"/complaints/{reference}", expect=200)
    assert call("admin").get("/complaints")["items"] == []


def test_lists_come_in_pages(call: Call) -> None:
    public = call(None)
    for name in ("kettle", "lamp", "chair", "bill", "parcel"):
        public.post("/complaints", {**COMPLAINT, "description": f"About a {name}."}, expect=201)
    seen: list[str] = []
    cursor = ""
    while True:
        part = call("manager").get(f"/complaints?limit=2&cursor={cursor}")
        seen += [item["reference"] for item in part["items"]]
        cursor = part["next"]
        if not cursor:
            break
    assert sorted(seen) == [f"2026-00000{n}" for n in range(1, 6)]
    call("manager").get("/complaints?limit=0", expect=400)
    assert len(call("manager").get("/complaints?q=about chair")["items"]) == 1


def test_a_case_is_paused_extended_and_merged(house: Installation, call: Call) -> None:
    public, manager = call(None), call("manager")
    one = public.post("/complaints", COMPLAINT, expect=201)["reference"]
    two = public.post("/complaints", COMPLAINT, expect=201)["reference"]

    def due() -> str:
        clocks = manager.get(f"/complaints/{one}")["clocks"]
        return str(next(c["due_at"] for c in clocks if c["name"] == "answer"))

    before = due()
    pause = {"reason": "abroad", "awaiting": "the complainant", "until": "2026-01-12T09:00:00Z"}
    manager.post(f"/complaints/{one}/pause", pause)
    assert due() > before
    assert manager.post(f"/complaints/{one}/pause", pause, expect=409)
    manager.post(f"/complaints/{one}/resume", {})
    assert due() == before
    extension = {"reason": "an expert is asked", "until": "2026-03-02T09:00:00Z"}
    manager.post(f"/complaints/{one}/extend", extension)
    assert due() == "2026-03-02T09:00:00+00:00"
    manager.post(f"/complaints/{one}/extend", extension, expect=409)
    merged = manager.post(f"/complaints/{two}/merge", {"into": one})
    assert (merged["status"], merged["merged_into"]) == ("closed", one)
    withdrawn = call("handler").post(f"/complaints/{one}/withdraw", {"reason": "settled otherwise"})
    assert (withdrawn["status"], withdrawn["outcome"]) == ("closed", "withdrawn")
    reopened = manager.post(f"/complaints/{one}/reopen", {"reason": "not settled after all"})
    assert reopened["status"] == "open"


def test_an_instance_is_suspended_and_goes_on(call: Call) -> None:
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    manager, path = call("manager"), f"/instances/{lodged['instance']}"
    assert manager.post(f"{path}/suspend", {"reason": "audit"})["status"] == "suspended"
    task = open_task(call("handler"), lodged["reference"], "assess")
    call("handler").post(f"/tasks/{task['id']}/complete", {"values": {}}, expect=409)
    assert manager.post(f"{path}/resume", {"reason": "done"})["status"] == "active"
    manager.post(f"{path}/retry", {"reason": "try"}, expect=409)
    manager.post(f"{path}/suspend", {"reason": ""}, expect=422)
    assert manager.post(f"{path}/cancel", {"reason": "test"})["status"] == "cancelled"
    assert manager.get(f"/complaints/{lodged['reference']}")["status"] == "closed"


def test_it_describes_itself(call: Call) -> None:
    spec = call(None).get("/openapi.json")
    assert spec["openapi"].startswith("3")
    for path, calls in spec["paths"].items():
        for method, found in calls.items():
            assert found["summary"], (method, path)
            assert found["responses"]["default"]
            for name in [part for part in path.split("/") if part.startswith("{")]:
                assert name.strip("{}") in [p["name"] for p in found["parameters"]], (method, path)
    assert {"/complaints", "/tasks/{task}/complete", "/instances/{instance}/history"} <= set(spec["paths"])


def test_processes_and_their_files_can_be_read(call: Call) -> None:
    caller = call("quality")
    assert caller.get("/processes")["items"][0]["key"] == "complaint"
    [version] = caller.get("/processes/complaint/versions")["items"]
    assert "complaint.bpmn" in version["files"]
    answer = caller.request("GET", "/processes/complaint/versions/1/complaint.bpmn")
    assert answer.status_code == 200
    assert b"<bpmn:process" in answer.data
    caller.get("/processes/complaint/versions/1/nothing.bpmn", expect=404)

"""Who may do what with a task in each state: 403 where it is not for them, 409 where another has it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.client import Caller
from tests.api.test_whole_way import COMPLAINT, open_task

Call = Callable[[str | None], Caller]
ANSWERS = {"nature": "complaint", "severity": 3, "category": "product", "interest": "no"}
BODIES: dict[str, dict[str, Any]] = {
    "claim": {},
    "release": {},
    "draft": {"values": {}},
    "assign": {"to": "handler2"},
    "complete": {"values": ANSWERS},
}

#: state of the task: caller: statuses of claim, release, draft, assign and complete
TABLE = {
    "waiting": {
        "handler": (200, 200, 200, 403, 200),
        "manager": (403, 200, 403, 200, 403),
        "reviewer": (403, 403, 403, 403, 403),
        "auditor": (403, 403, 403, 403, 403),
        "admin": (403, 403, 403, 403, 403),
    },
    "with handler": {
        "handler": (200, 200, 200, 200, 200),
        "handler2": (409, 409, 409, 409, 403),
        "manager": (403, 200, 403, 200, 403),
        "reviewer": (403, 403, 403, 403, 403),
        "quality": (403, 403, 403, 403, 403),
        "auditor": (403, 403, 403, 403, 403),
        "admin": (403, 403, 403, 403, 403),
    },
    "done": {
        "handler": (409, 409, 409, 409, 409),
        "handler2": (409, 409, 409, 409, 409),
        "manager": (403, 409, 403, 409, 403),
        "reviewer": (403, 403, 403, 403, 403),
        "admin": (403, 403, 403, 403, 403),
    },
}


@pytest.mark.parametrize(("state", "login"), [(s, who) for s, rows in TABLE.items() for who in rows])
def test_it_keeps_to_the_table(call: Call, state: str, login: str) -> None:
    statuses = dict(zip(BODIES, TABLE[state][login], strict=True))
    again = [verb for verb, status in statuses.items() if status != 200]
    for verbs in ([verb] for verb in statuses if statuses[verb] == 200):
        assert attempt(call, state, login, verbs) == dict.fromkeys(verbs, 200)
    assert attempt(call, state, login, again) == {verb: statuses[verb] for verb in again}


def attempt(call: Call, state: str, login: str, verbs: list[str]) -> dict[str, int]:
    """What each verb answers on a new task in that state; what is refused changes nothing."""
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    holder = call("handler")
    path = f"/tasks/{open_task(holder, lodged['reference'], 'assess')['id']}"
    if state != "waiting":
        holder.post(f"{path}/claim")
    if state == "done":
        holder.post(f"{path}/complete", BODIES["complete"])
    caller = call(login)
    found = {}
    for verb in verbs:
        answer = caller.request("POST", f"{path}/{verb}", json=BODIES[verb])
        found[verb] = answer.status_code
        if answer.status_code == 403:
            assert "completed by" not in answer.text
            assert login in ("handler", "handler2") or "is with" not in answer.text
    return found


def test_who_comes_too_late_learns_who_was_faster_and_when(call: Call) -> None:
    reference = call(None).post("/complaints", COMPLAINT, expect=201)["reference"]
    task = open_task(call("handler"), reference, "assess")["id"]
    call("handler").post(f"/tasks/{task}/claim")
    late = call("handler2").post(f"/tasks/{task}/claim", expect=409)
    assert late["detail"] == "“Assess the complaint” is with Handler."
    assert (late["task"]["state"], late["task"]["assignee"]) == ("open", "handler")
    late = call("handler2").post(f"/tasks/{task}/complete", BODIES["complete"], expect=403)
    assert late["detail"] == "“Assess the complaint” is with Handler."
    done = call("handler").post(f"/tasks/{task}/complete", BODIES["complete"])["task"]
    for verb, body in BODIES.items():
        late = call("handler2").post(f"/tasks/{task}/{verb}", body, expect=409)
        assert late["detail"] == "“Assess the complaint” was completed by Handler on 2026-01-05 at 09:00."
        assert late["task"] == {
            "id": task,
            "name": "Assess the complaint",
            "state": "done",
            "assignee": "handler",
            "closed_by": "handler",
            "closed_at": done["closed_at"],
        }
    again = call("handler").post(f"/tasks/{task}/complete", BODIES["complete"], expect=409)
    assert again["detail"] == "“Assess the complaint” was completed by you on 2026-01-05 at 09:00."
    assert "task" not in call("reviewer").post(f"/tasks/{task}/claim", expect=403)


def test_a_kept_refusal_still_says_who_was_faster(call: Call) -> None:
    reference = call(None).post("/complaints", COMPLAINT, expect=201)["reference"]
    task = open_task(call("handler"), reference, "assess")["id"]
    call("handler").post(f"/tasks/{task}/complete", BODIES["complete"])
    late = [
        call("handler2").post(f"/tasks/{task}/complete", BODIES["complete"], 409, Idempotency_Key="k")
        for _ in range(2)
    ]
    assert late[0] == late[1]
    assert late[0]["task"]["closed_by"] == "handler"

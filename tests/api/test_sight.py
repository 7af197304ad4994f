"""What people without a part in a case, and readers without sight of personal data, learn of it."""

from collections.abc import Callable

import pytest

from tests.api.client import Caller
from tests.api.test_whole_way import COMPLAINT, open_task

Call = Callable[[str | None], Caller]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/complaints/{reference}", None),
        ("GET", "/complaints/{reference}/attachments/none", None),
        ("GET", "/instances/{instance}", None),
        ("GET", "/instances/{instance}/history", None),
        ("POST", "/instances/{instance}/cancel", {"reason": "x"}),
        ("POST", "/instances/{instance}/retry", {"reason": "x"}),
        ("POST", "/complaints/{reference}/messages", {"text": "x"}),
        ("POST", "/complaints/{reference}/withdraw", {"reason": "x"}),
    ],
)
def test_it_does_not_tell_whether_a_case_exists(call: Call, method: str, path: str, body: object) -> None:
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    real, none = dict(lodged), {"reference": "2026-000999", "instance": "f" * 32}
    stranger = call("admin")

    def told(names: dict[str, str]) -> tuple[int, str]:
        answer = stranger.request(method, path.format(**names), json=body)
        text: str = answer.get_json()["detail"]
        return answer.status_code, text.replace(names["reference"], "R").replace(names["instance"], "I")

    assert told(real) == told(none)
    assert told(real)[0] in (403, 404)


def test_an_auditor_reads_a_task_without_its_texts(call: Call) -> None:
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    handler = call("handler")
    task = open_task(handler, lodged["reference"], "assess")["id"]
    handler.post(f"/tasks/{task}/draft", {"values": {"severity": 4, "interest_note": "Ada is my sister"}})
    answers = {"nature": "complaint", "severity": 3, "category": "product", "interest": "no"}
    handler.post(f"/tasks/{task}/complete", {"values": answers})
    task = open_task(handler, lodged["reference"], "investigate")["id"]
    handler.post(f"/tasks/{task}/draft", {"values": {"findings": "Ada dropped the kettle."}})
    assert "Ada" in str(handler.get(f"/tasks/{task}")["values"])
    assert "Ada" not in str(call("auditor").get(f"/tasks/{task}"))


def test_an_auditor_reads_days_and_moments_as_everybody_does(call: Call) -> None:
    lodged = call(None).post("/complaints", {**COMPLAINT, "occurred_on": "2026-01-02"}, expect=201)
    path = f"/instances/{lodged['instance']}/history"
    masked, plain = (call(login).get(path)["items"][0]["data"] for login in ("auditor", "quality"))
    assert masked["received_at"] == plain["received_at"]
    assert masked["record"]["occurred_on"] == {"$type": "date", "$value": "2026-01-02"}
    assert masked["record"]["description"] != plain["record"]["description"]


def test_an_auditor_reads_variables_without_their_texts(call: Call) -> None:
    values = {"note": "Ada rang", "many": [{"who": "Ada"}], "amount": 12}
    started = call("quality").post("/instances", {"process": "complaint", "variables": values}, expect=201)
    shown = call("auditor").get(f"/instances/{started['id']}")["variables"]
    assert "Ada" not in str(shown)
    assert shown["amount"] == 12
    assert "Ada" in str(call("quality").get(f"/instances/{started['id']}")["variables"])


def test_an_auditor_cannot_find_cases_by_texts_that_are_masked(call: Call) -> None:
    reference = call(None).post("/complaints", COMPLAINT, expect=201)["reference"]
    auditor = call("auditor")
    assert [c["reference"] for c in auditor.get(f"/complaints?q={reference}")["items"]] == [reference]
    for words in ("ada", "ada@home.example", "kettle", "0171", "2026"):
        auditor.get(f"/complaints?q={words}", expect=422)
    assert call("quality").get("/complaints?q=kettle")["items"]


def test_it_takes_no_endless_searches(call: Call) -> None:
    refusal = call("quality").get(f"/complaints?q={'word ' * 500}", expect=422)
    assert refusal["status"] == 422

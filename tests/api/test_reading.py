"""How requests are read: what cannot be read is told in words, never a fault of the server."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest

from engine.queries.register import CaseDetail
from tests.api.client import Caller
from tests.api.test_whole_way import COMPLAINT, open_task
from tests.support.installation import Installation, installation
from web.app import create_app

Call = Callable[[str | None], Caller]
MANY_DIGITS = "9" * 5000


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/complaints?limit={MANY_DIGITS}", 400),
        ("/complaints?limit=٣", 400),
        ("/complaints?status=shut", 400),
        ("/complaints?received_from=0001-01-01T00:00:00%2B14:00", 400),
        ("/complaints?received_to=9999-12-31T23:59:59-14:00", 400),
        ("/complaints?received_to=soon", 400),
        ("/complaints?received_to=9999-12-31", 400),
        ("/complaints?cursor=W10", 422),
        ("/tasks?state=lost", 400),
        ("/tasks?mine=perhaps", 400),
        (f"/tasks?limit={MANY_DIGITS}", 400),
        (f"/instances/INSTANCE/history?cursor={MANY_DIGITS}", 422),
        ("/instances/INSTANCE/history?cursor=last", 422),
        (f"/processes/complaint/versions/{'9' * 30}/complaint.bpmn", 404),
        ("/processes/complaint/versions/1/../../../package.toml", 404),
        ("/complaints/%00", 404),
        ("/complaints/%FF", 404),
        ("/no/such/address", 404),
    ],
)
def test_it_says_what_it_cannot_read(call: Call, path: str, status: int) -> None:
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    answer = call("quality").request("GET", path.replace("INSTANCE", lodged["instance"]))
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"\xff\xfe{}", 400),
        (b'{"values": {"severity": NaN}}', 400),
        (b'{"values": {"severity": 1e99999999}}', 400),
        (b'{"values": {"severity": ' + MANY_DIGITS.encode() + b"}}", 400),
        (b'{"values": {"severity": {"$type": "date", "$value": "soon"}}}', 400),
        (b'{"values": [1]}', 400),
        (b'{"values": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
        (b'{"values": "' + b"x" * 3_000_000 + b'"}', 413),
    ],
)
def test_it_refuses_values_that_cannot_be_read(call: Call, body: bytes, status: int) -> None:
    lodged = call(None).post("/complaints", COMPLAINT, expect=201)
    task = open_task(call("handler"), lodged["reference"], "assess")["id"]
    answer = call("handler").request("POST", f"/tasks/{task}/draft", data=body)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"


def test_it_reads_numbers_exactly(call: Call, house: Installation) -> None:
    claim = '{"claim": 0.10000000000000000001}'
    body = f'{{"description": "x", "complainant": {{"anonymous": true}}, "values": {claim}}}'
    answer = call("handler").request("POST", "/complaints", data=body)
    assert answer.status_code == 201, answer.text
    shown = call("quality").request("GET", f"/complaints/{answer.get_json()['reference']}")
    assert "0.10000000000000000001" in shown.text
    record = house.ask(CaseDetail(answer.get_json()["reference"])).complaint.record
    assert str(record["claim"]) == "0.10000000000000000001"


def test_the_word_bearer_may_be_written_small(call: Call) -> None:
    caller = call("handler")
    caller._token, token = None, caller._token
    assert caller.request("GET", "/tasks", headers={"Authorization": f"bearer {token}"}).status_code == 200
    assert caller.request("GET", "/tasks", headers={"Authorization": f"Basic {token}"}).status_code == 401
    assert caller.request("GET", "/tasks", headers={"Authorization": "Bearer"}).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", "/no/such/address", 404, "nothing at this address"),
        ("PUT", "/complaints", 405, "other methods"),
        ("GET", "/complaints/2026-000001/withdraw", 405, "other methods"),
    ],
)
def test_what_the_framework_finds_is_told_in_our_words(
    call: Call, method: str, path: str, status: int, told: str
) -> None:
    answer = call("handler").request(method, path)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert told in answer.get_json()["detail"]
    assert ("Allow" in answer.headers) == (status == 405)


def test_callers_are_limited_where_limits_are_on(tmp_path: Path) -> None:
    with installation(tmp_path / "home", QUERELA_ENV="production") as house:
        public = create_app(house.querela).test_client()
        answers = [public.post("/api/v1/complaints", json={}) for _ in range(40)]
        assert {answer.status_code for answer in answers} == {422, 429}
        last = answers[-1]
        assert (last.status_code, last.mimetype) == (429, "application/problem+json")
        assert int(last.headers["Retry-After"]) > 0
        assert public.get("/api/v1/openapi.json").status_code == 200


@pytest.mark.parametrize("name", ["Beschwerde ÄÖ.txt", "😀.txt", "שלום.txt", "x;y.txt"])
def test_a_file_goes_out_under_its_name_in_any_script(call: Call, name: str) -> None:
    reference = call(None).post("/complaints", COMPLAINT, expect=201)["reference"]
    path = f"/complaints/{reference}/attachments"
    file = {"file": (BytesIO(b"a text"), name)}
    sent = call("handler").request("POST", path, data=file, content_type="multipart/form-data").get_json()
    assert sent["filename"] == name
    header = call("handler").request("GET", f"{path}/{sent['id']}").headers["Content-Disposition"]
    assert header.isascii()
    assert header.startswith("attachment")
    assert name.isascii() or f"filename*=UTF-8''{quote(name, safe='!#$&+-.^_`|~')}" in header


def test_a_repeated_upload_is_known_by_name_and_content(call: Call) -> None:
    reference = call(None).post("/complaints", COMPLAINT, expect=201)["reference"]
    caller = call("handler")

    def sent(data: bytes, name: str) -> tuple[int, str]:
        answer = caller.request(
            "POST",
            f"/complaints/{reference}/attachments",
            data={"file": (BytesIO(data), name)},
            content_type="multipart/form-data",
            headers={"Idempotency-Key": "one"},
        )
        return answer.status_code, answer.get_json().get("id", "")

    first = sent(b"a text", "one.txt")
    assert first[0] == 201
    assert sent(b"a text", "one.txt") == first
    assert sent(b"another", "one.txt")[0] == 422
    assert sent(b"a text", "two.txt")[0] == 422


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("received_from=2026-01-05", True),
        ("received_from=2026-01-06", False),
        ("received_to=2026-01-05", True),  # the day is part of it
        ("received_to=2026-01-04", False),
        ("received_to=2026-01-05T09:00:00Z", False),  # a moment is not
        ("received_to=2026-01-05T09:00:01Z", True),
        ("received_from=2026-01-05T10:00:00%2B01:00&received_to=2026-01-05", True),
        ("status=open", True),
        ("status=closed", False),
        ("q=kettle leaks", True),
        ("q=lamp", False),
    ],
)
def test_the_register_is_filtered(call: Call, query: str, found: bool) -> None:
    call(None).post("/complaints", COMPLAINT, expect=201)
    assert bool(call("handler").get(f"/complaints?{query}")["items"]) is found


def test_milestones_of_one_instant_stand_in_the_standard_s_order(call: Call) -> None:
    reference = call(None).post("/complaints", COMPLAINT, expect=201)["reference"]
    milestones = call("handler").request("GET", f"/complaints/{reference}").get_json()["milestones"]
    assert list(milestones) == ["received", "acknowledged"]

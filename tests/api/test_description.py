"""The API's own description: whole, and true of what the calls answer."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.api.client import Caller
from tests.api.shapes import misfits
from tests.api.test_whole_way import COMPLAINT, open_task

Call = Callable[[str | None], Caller]
REFERENCE = "#/components/schemas/"


@pytest.fixture
def spec(call: Call) -> dict[str, Any]:
    found: dict[str, Any] = call(None).get("/openapi.json")
    return found


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, calls in spec["paths"].items():
        for method, found in calls.items():
            yield method, path, found


def test_every_call_has_a_name_of_its_own(spec: dict[str, Any]) -> None:
    names = [found["operationId"] for _method, _path, found in operations(spec)]
    assert len(names) == len(set(names))
    tags = [tag["name"] for tag in spec["tags"]]
    assert len(tags) == len(set(tags))


def test_looking_takes_no_body_and_doing_takes_a_key(spec: dict[str, Any]) -> None:
    for method, path, found in operations(spec):
        named = [p["name"] for p in found["parameters"]]
        assert len(named) == len(set(named)), (method, path)
        assert ("Idempotency-Key" in named) == (method == "post"), (method, path)
        assert method == "post" or "requestBody" not in found, path


def test_every_shape_that_is_named_is_there(spec: dict[str, Any]) -> None:
    text = json.dumps(spec)
    named = {part.partition('"')[0] for part in text.split(REFERENCE)[1:]}
    assert named <= set(spec["components"]["schemas"])
    assert '"nullable"' not in text  # no word of OpenAPI 3.1


def test_answers_have_the_shapes_that_are_described(call: Call, spec: dict[str, Any]) -> None:
    """Every call with a JSON answer is made once and its answer held against the description."""
    seen: set[tuple[str, str]] = set()

    def tried(login: str | None, method: str, path: str, body: object = None, **where: str) -> Any:
        status = next(s for s in spec["paths"][path][method]["responses"] if s != "default")
        filled = path.format(**where) if where else path
        caller = call(login)
        answer = caller.get(filled) if method == "get" else caller.post(filled, body, expect=int(status))
        shape = spec["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
        assert misfits(answer, shape, spec) == [], (method, path)
        seen.add((method, path))
        return answer

    one = tried(None, "post", "/complaints", COMPLAINT)
    two = tried(None, "post", "/complaints", COMPLAINT)
    case = {"reference": one["reference"]}
    instance = {"instance": one["instance"]}
    task = {"task": open_task(call("handler"), one["reference"], "assess")["id"]}
    until = {"reason": "ill", "awaiting": "the expert", "until": "2026-01-20T09:00:00Z"}

    tried("handler", "get", "/tasks")
    tried("handler", "post", "/tasks/{task}/claim", **task)
    tried("handler", "post", "/tasks/{task}/draft", {"values": {"severity": 3}}, **task)
    tried("handler", "get", "/tasks/{task}", **task)
    tried("handler", "post", "/tasks/{task}/assign", {"to": "handler2"}, **task)
    tried("handler2", "post", "/tasks/{task}/release", **task)
    tried("handler", "post", "/complaints/{reference}/messages", {"text": "We look into it."}, **case)
    tried("handler", "post", "/complaints/{reference}/pause", until, **case)
    tried("handler", "get", "/complaints/{reference}", **case)
    tried("handler", "post", "/complaints/{reference}/resume", **case)
    extension = {"reason": "an expert is asked", "until": "2026-03-20T09:00:00Z"}
    tried("manager", "post", "/complaints/{reference}/extend", extension, **case)
    tried("handler", "post", "/complaints/{reference}/convert", {"kind": "enquiry"}, **case)
    tried("manager", "get", "/complaints")
    tried("manager", "post", "/complaints/{reference}/merge", {"into": one["reference"]}, **two)
    answers = {"nature": "complaint", "severity": 3, "category": "product", "interest": "no"}
    tried("handler", "post", "/tasks/{task}/complete", {"values": answers}, **task)
    tried("handler", "get", "/instances/{instance}", **instance)
    tried("auditor", "get", "/instances/{instance}/history", **instance)
    tried("manager", "post", "/instances/{instance}/suspend", {"reason": "a check"}, **instance)
    tried("manager", "post", "/instances/{instance}/resume", {"reason": "checked"}, **instance)
    tried("handler", "post", "/complaints/{reference}/withdraw", {"reason": "settled"}, **case)
    tried("manager", "post", "/complaints/{reference}/reopen", {"reason": "not settled"}, **case)
    tried("quality", "get", "/processes")
    tried("quality", "get", "/processes/{key}/versions", key="complaint")
    started = tried("quality", "post", "/instances", {"process": "complaint"})
    tried("quality", "post", "/instances/{instance}/cancel", {"reason": "a trial"}, instance=started["id"])
    tried("admin", "post", "/messages", {"name": "reply", "key": one["reference"]})

    apart = {
        ("post", "/complaints/{reference}/attachments"),
        ("get", "/complaints/{reference}/attachments/{attachment}"),
        ("post", "/instances/{instance}/retry"),
        ("get", "/processes/{key}/versions/{version}/{file}"),
    }
    described = {(method, path) for method, path, _found in operations(spec)}
    assert described - seen == apart

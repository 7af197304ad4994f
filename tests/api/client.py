"""A caller of the API: one token, JSON in and out."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from engine.commands.administer import AddToken
from tests.support.installation import Installation


class Caller:
    """Speaks to `/api/v1` as one member of staff, or as the public."""

    def __init__(self, app: Flask, house: Installation, login: str | None = None) -> None:
        self._client = app.test_client()
        self._token = house.do(AddToken(login)) if login else None

    def request(self, method: str, path: str, **more: Any) -> TestResponse:
        """The answer as it came."""
        headers = dict(more.pop("headers", {}))
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        return self._client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    def get(self, path: str, expect: int = 200) -> Any:
        """The JSON that a GET answers with this status."""
        answer = self.request("GET", path)
        assert answer.status_code == expect, answer.text
        return answer.get_json()

    def post(self, path: str, body: object = None, expect: int = 200, **headers: str) -> Any:
        """The JSON that a POST answers with this status."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.request("POST", path, json=body if body is not None else {}, headers=named)
        assert answer.status_code == expect, answer.text
        if answer.status_code >= 400:
            assert answer.mimetype == "application/problem+json"
            assert answer.get_json()["status"] == expect
        return answer.get_json()

"""Clerks who complete tasks of ever new cases over HTTP, as fast as they are answered, and take the time."""

import itertools
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

Values = Mapping[str, object]
PAUSE = 0.2
"""Seconds before a request that was not answered is sent again."""


@dataclass(frozen=True)
class Completion:
    at: float  #: seconds since the beginning
    seconds: float  #: that the request took


@dataclass
class Clerk:
    """Takes a new connection for each case. `way`: who completes a task, by its element, and the answers."""

    port: int
    tokens: Mapping[str, str]
    way: Mapping[str, tuple[str, Values]]
    numbers: "itertools.count[int]"
    began: float
    done: list[Completion] = field(default_factory=list)
    cases: int = 0
    failed: int = 0
    _connection: HTTPConnection | None = None

    def work(self, stop: threading.Event) -> None:
        """One case after the other, until it is to stop."""
        while not stop.is_set():
            self._handle(next(self.numbers), stop)
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _handle(self, number: int, stop: threading.Event) -> None:
        body = {
            "description": f"Case {number} came open.",
            "external_id": f"load-{number}",
            "complainant": {"name": "Ada", "email": f"ada{number}@home.example"},
        }
        lodged = self._call("POST", "/complaints", body, "handler", stop)
        self.cases += 1
        while lodged is not None and not stop.is_set():
            view = self._call("GET", f"/instances/{lodged['instance']}", None, "manager", stop)
            if view is None or not view["open"]:
                return
            task = view["open"][0]
            login, values = self.way[task["element"]]
            path = f"/tasks/{task['task']}/complete"
            began = time.monotonic()
            if self._call("POST", path, {"values": values}, login, stop) is not None:
                now = time.monotonic()
                self.done.append(Completion(now - self.began, now - began))

    def _call(self, method: str, path: str, body: object, login: str, stop: threading.Event) -> Any:
        """The answer; None: it came only after it was to stop."""
        while not stop.is_set():
            headers = {
                "Authorization": f"Bearer {self.tokens[login]}",
                "Content-Type": "application/json",
            }
            try:
                connection = self._connection = self._connection or HTTPConnection(
                    "127.0.0.1", self.port, timeout=60
                )
                connection.request(method, f"/api/v1{path}", json.dumps(body) if body else None, headers)
                answer = connection.getresponse()
                told = json.loads(answer.read())
            except (OSError, HTTPException):
                self._connection = None  # the server has closed it
                stop.wait(PAUSE)
                self.failed += 1
                continue
            if answer.status < 300:
                return told
            self.failed += 1
            if answer.status < 500:
                raise AssertionError(f"{method} {path} answered {answer.status}: {told}")
            stop.wait(PAUSE)
        return None

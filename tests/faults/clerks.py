"""Clerks who work over the API, whatever happens to the server, and remember what was acknowledged."""

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.site import Site, Unanswered

Values = Mapping[str, object]
PERHAPS = (500, 503)
"""Answers after which nobody knows whether it was done: the database was lost on the way."""


@dataclass(frozen=True)
class Way:
    """How cases are handled; `{case}` in a text is the case's own number."""

    tasks: Mapping[str, tuple[str, Values]]  #: element: who does it, and with which answers
    messages: Mapping[str, Values]  #: name of a message that is waited for: what it brings


@dataclass(frozen=True)
class Lodged:
    external_id: str
    reference: str
    instance: str


@dataclass(frozen=True)
class Done:
    task: str
    element: str
    reference: str
    login: str
    values: Values


@dataclass
class Office:
    """All clerks together."""

    site: Site
    tokens: Mapping[str, str]  #: by login
    way: Way
    lodged: list[Lodged] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)  #: ids of messages
    unanswered: int = 0  #: requests of which nobody knows at first whether they were done
    wrong: list[str] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def acknowledged(self) -> int:
        """Requests that have been answered with success."""
        return len(self.lodged) + len(self.done) + len(self.sent)

    @property
    def busy(self) -> bool:
        """Whether anybody still works."""
        return any(thread.is_alive() for thread in self._threads)

    def start(self, cases: Sequence[str], clerks: int) -> None:
        """Let so many clerks handle these cases, one after the other."""
        self._stop.clear()
        self._threads = [
            threading.Thread(target=self._work, args=(cases[number::clerks],)) for number in range(clerks)
        ]
        for thread in self._threads:
            thread.start()

    def finish(self, seconds: float) -> None:
        """Wait for the clerks, at most so long; then send them home."""
        give_up_at = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, give_up_at - time.monotonic()))
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self, cases: Sequence[str]) -> None:
        for case in cases:
            if self._stop.is_set():
                self.wrong.append(f"{case}: not reached in time")
                continue
            try:
                self._handle(case)
            except Exception as wrong:
                self.wrong.append(f"{case}: {wrong!r}")

    def _handle(self, case: str) -> None:
        """Go on until the case waits for time alone, or is over."""
        lodged = self._lodge(case)
        while True:
            view = self._insist("GET", f"/instances/{lodged.instance}", None, "manager", expect=200)
            awaited = [w["name"] for w in view["waiting"] if w["name"] in self.way.messages]
            if view["open"]:
                self._complete(case, lodged, view["open"][0])
            elif awaited:
                self._send(case, lodged, awaited[0])
            else:
                return

    def _lodge(self, case: str) -> Lodged:
        body = {
            "description": f"Case {case} came open.",
            "external_id": case,
            "complainant": {"name": "Ada", "email": f"{case}@home.example"},
        }
        answer = self._insist("POST", "/complaints", body, "handler", expect=201)
        lodged = Lodged(case, answer["reference"], answer["instance"])
        self.lodged.append(lodged)
        return lodged

    def _complete(self, case: str, lodged: Lodged, task: dict[str, Any]) -> None:
        login, values = self.way.tasks[task["element"]]
        given = {k: v.format(case=case) if isinstance(v, str) else v for k, v in values.items()}
        path = f"/tasks/{task['task']}/complete"
        try:
            status, answer = self._call("POST", path, {"values": given}, login)
        except Unanswered:
            self._count_unanswered()
            return  # the case's next look tells whether it was done
        if status in PERHAPS:
            self._count_unanswered()
            return
        if status != 200:
            raise AssertionError(f"{task['element']} answered {status} {answer}")
        self.done.append(Done(task["task"], task["element"], lodged.reference, login, given))

    def _send(self, case: str, lodged: Lodged, name: str) -> None:
        body = {
            "name": name,
            "key": lodged.reference,
            "values": self.way.messages[name],
            "id": f"{case}/{name}",
        }
        self._insist("POST", "/messages", body, "admin", expect=202)
        self.sent.append(f"{case}/{name}")

    def _insist(self, method: str, path: str, body: object, login: str, *, expect: int) -> Any:
        """The answer to a request that does no harm when it is sent again, and is until it is answered."""
        while True:
            try:
                status, answer = self._call(method, path, body, login)
            except Unanswered:
                self._count_unanswered()
                continue
            if status in PERHAPS:
                self._count_unanswered()
                continue
            if status != expect:
                raise AssertionError(f"{method} {path} answered {status} {answer}")
            return answer

    def _count_unanswered(self) -> None:
        self.unanswered += 1
        if self._stop.is_set():
            raise AssertionError("sent home")
        time.sleep(0.05)

    def _call(self, method: str, path: str, body: object, login: str) -> tuple[int, Any]:
        return self.site.call(method, f"/api/v1{path}", body, self.tokens[login])

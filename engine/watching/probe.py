"""Asks the database something, and knows in time when it hangs."""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from threading import Lock, Thread
from typing import Generic, TypeVar

from engine.clock import monotonic
from engine.errors import EngineError

Answer = TypeVar("Answer")


class Unanswered(Exception):
    """Its text says in one sentence why there is no answer."""


class Probe(Generic[Answer]):
    """Asks in a thread of its own, one at a time: while an answer is out, nobody asks again."""

    def __init__(self, look: Callable[[], Answer], patience: float) -> None:
        self._look = look
        self._patience = patience  #: seconds that an answer may take
        self._lock = Lock()
        self._asked: Future[Answer] | None = None
        self._since = 0.0

    def ask(self) -> Answer:
        """The answer.

        Raises:
            Unanswered: there is none, or not yet: it comes within the patience.
        """
        asked, since = self._under_way()
        try:
            return asked.result(timeout=max(0.0, since + self._patience - monotonic()))
        except Late as late:
            waited = monotonic() - since
            raise Unanswered(f"The database has not answered for {waited:.1f} seconds.") from late
        except EngineError as reason:
            raise Unanswered(str(reason)) from reason
        except Exception as reason:  # whatever it is: who asks whether all is well must hear that it is not
            raise Unanswered(f"The database cannot be used ({type(reason).__name__}).") from reason

    def _under_way(self) -> "tuple[Future[Answer], float]":
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked, self._since = Future(), monotonic()
                Thread(target=self._run, args=(self._asked,), name="probe", daemon=True).start()
            return self._asked, self._since

    def _run(self, asked: "Future[Answer]") -> None:
        try:
            asked.set_result(self._look())
        except Exception as reason:
            asked.set_exception(reason)

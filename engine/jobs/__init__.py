"""Work that nobody waits for: due timers, jobs left by commands, outgoing mails. Truth is in the database."""

import threading
from typing import Protocol

from engine.jobs.dispatcher import Dispatcher
from engine.jobs.hands import Done, Hands

__all__ = ["Dispatcher", "Done", "Hands", "Worker"]


class Worker(Protocol):
    """Runs what is due, until nothing is or until it is stopped."""

    def run_due(self) -> Done:
        """Run everything that is due now, and what that makes due, until nothing is."""

    def start(self) -> threading.Thread:
        """Run in a thread of its own."""

    def stop(self) -> None:
        """End after the command in hand."""

    @property
    def stopping(self) -> bool: ...

"""Runs what is due, as the tables say: timers in the order of their moments, jobs, then mails.

On the embedded database nobody else does. On a shared one it is how `querela worker --once` makes sure that
nothing is left, also of what a worker held that is no more. Harmless beside others of its kind.
"""

import threading
from datetime import datetime

from engine.clock import monotonic
from engine.errors import ConcurrentChange, Unavailable
from engine.jobs.hands import Done, Hands
from engine.logs import fault, logger
from engine.queries.due import DueInstances, DueJobs, DueMails

REST, LONGEST_REST = 1.0, 15.0
"""Seconds between two looks when nothing was due; each failed look doubles them."""
SLOW = 1.0
"""Seconds that a mail may take before timers and jobs are looked at again."""

_log = logger("dispatcher")


class Dispatcher:
    """One per process. Each timer moment, job and mail is a command, and so a transaction, of its own."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._stop = hands.stop

    def run_due(self) -> Done:
        """Run everything that is due now, and what that makes due, until nothing is."""
        total = Done()
        while not self._stop.is_set():
            done = self._fire_timers() + self._do_jobs() + self._send_mails()
            total += done
            if not done.anything:
                return total
        return total

    def run(self) -> None:
        """Run what is due until `stop`. A failing round is logged, and the next one tries again."""
        rest = REST
        while not self._stop.is_set():
            try:
                self.run_due()
            except Unavailable as away:
                rest = min(2 * rest, LONGEST_REST)
                _log.warning("the dispatcher waits for its database", **fault(away))
            except Exception:
                rest = min(2 * rest, LONGEST_REST)
                _log.exception("the dispatcher's round failed")
            else:
                rest = REST
            self._stop.wait(rest)

    def start(self) -> threading.Thread:
        """Run in a thread of its own."""
        thread = threading.Thread(target=self.run, name="dispatcher", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """End after the command in hand."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it was told to end."""
        return self._stop.is_set()

    def _fire_timers(self) -> Done:
        """Fire what is due, the earliest moment first: one may make another due before the next."""
        total = Done()
        before = None
        while (due := self._earliest()) is not None and not self._stop.is_set():
            done = Done()
            try:
                done = self._hands.fire(*due)
            except ConcurrentChange:
                _log.info("another worker was faster", instance=due[0])
            total += done
            if done.timers and due == before:
                self._hands.leave_alone(due[0])
                _log.error("timers stay due after they were fired", instance=due[0])
            before = due if done.timers else None
        return total

    def _earliest(self) -> tuple[str, datetime] | None:
        """What is due first among the instances that are not left alone."""
        alone = self._hands.left_alone()
        found = self._hands.bus.ask(DueInstances(limit=1 + len(alone)))
        return next((due for due in found if due[0] not in alone), None)

    def _do_jobs(self) -> Done:
        """Do what commands have left: messages between instances, deadlines to be computed anew."""
        total = Done()
        for job in self._hands.bus.ask(DueJobs()):
            if self._stop.is_set():
                break
            try:
                total += self._hands.do(job)
            except ConcurrentChange:
                _log.info("another worker was faster", job=job)
        return total

    def _send_mails(self) -> Done:
        """Send what is due; between two mails a slow server keeps no timer waiting."""
        total = Done()
        for mail in self._hands.bus.ask(DueMails()):
            if self._stop.is_set():
                break
            began = monotonic()
            try:
                total += self._hands.send(mail)
            except ConcurrentChange:
                _log.info("another worker was faster", mail=mail)
            if monotonic() - began > SLOW:
                total += self._fire_timers() + self._do_jobs()
        return total

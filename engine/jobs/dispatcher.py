"""Runs what is due: timers in the order of their moments, what commands have left to do, then mails.

Harmless beside others of its kind.
"""

import threading
from dataclasses import dataclass
from datetime import datetime

from engine.bus import Bus
from engine.clock import monotonic
from engine.commands.do_job import DoJob, NoteFailedJob
from engine.commands.fire_timers import FireTimers
from engine.commands.send_mail import ClaimMail, NoteMail
from engine.errors import ConcurrentChange, EngineError
from engine.jobs.smtp import Postman
from engine.logs import logger
from engine.queries.due import DueInstances, DueJobs, DueMails

REST = 1.0
"""Seconds between two looks when nothing was due."""
BACK_OFF = 60.0
"""Seconds in which this process leaves an instance alone whose timers could not be fired."""

_log = logger("dispatcher")


@dataclass(frozen=True, slots=True)
class Done:
    """How much was done in one go."""

    timers: int = 0
    jobs: int = 0
    failed: int = 0

    def __add__(self, other: "Done") -> "Done":
        return Done(self.timers + other.timers, self.jobs + other.jobs, self.failed + other.failed)

    @property
    def anything(self) -> bool:
        """Whether there was something to do that could be done."""
        return bool(self.timers or self.jobs)


class Dispatcher:
    """One per process. Each timer moment, job and mail is a command, and so a transaction, of its own."""

    def __init__(self, bus: Bus, postman: Postman) -> None:
        self._bus = bus
        self._postman = postman
        self._left_alone: dict[str, float] = {}
        self._stop = threading.Event()

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
        while not self._stop.is_set():
            try:
                self.run_due()
            except Exception:
                _log.exception("the dispatcher's round failed")
            self._stop.wait(REST)

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
        fired = failed = 0
        before = None
        while (due := self._earliest()) is not None and not self._stop.is_set():
            instance, due_at = due
            try:
                fired += self._bus.do(FireTimers(instance, due_at))
            except ConcurrentChange:
                _log.info("another worker was faster", instance=instance)
            except EngineError as wrong:
                failed += 1
                self._leave_alone(instance)
                _log.error("timers could not be fired", instance=instance, reason=str(wrong))
            except Exception:  # nobody foresaw it; all the others are still to be looked after
                failed += 1
                self._leave_alone(instance)
                _log.exception("timers could not be fired", instance=instance)
            else:
                if due == before:
                    self._leave_alone(instance)
                    _log.error("timers stay due after they were fired", instance=instance)
            before = due
        return Done(timers=fired, failed=failed)

    def _earliest(self) -> tuple[str, datetime] | None:
        """What is due first among the instances that are not left alone."""
        now = monotonic()
        self._left_alone = {k: until for k, until in self._left_alone.items() if until > now}
        found = self._bus.ask(DueInstances(limit=1 + len(self._left_alone)))
        return next((due for due in found if due[0] not in self._left_alone), None)

    def _leave_alone(self, instance: str) -> None:
        self._left_alone[instance] = monotonic() + BACK_OFF

    def _do_jobs(self) -> Done:
        """Do what commands have left: messages between instances, deadlines to be computed anew."""
        done = failed = 0
        for job in self._bus.ask(DueJobs()):
            if self._stop.is_set():
                break
            try:
                done += self._bus.do(DoJob(job))
            except ConcurrentChange:
                _log.info("another worker was faster", job=job)
            except EngineError as wrong:
                failed += 1
                self._bus.do(NoteFailedJob(job, str(wrong)))
                _log.error("a job could not be done", job=job, reason=str(wrong))
            except Exception as wrong:  # nobody foresaw it; all the others are still to be done
                failed += 1
                self._bus.do(NoteFailedJob(job, f"It failed unexpectedly ({type(wrong).__name__})."))
                _log.exception("a job could not be done", job=job)
        return Done(jobs=done, failed=failed)

    def _send_mails(self) -> Done:
        sent = failed = 0
        for mail_id in self._bus.ask(DueMails()):
            if self._stop.is_set():
                break
            mail = self._bus.do(ClaimMail(mail_id))
            if mail is None:
                continue
            error = self._postman.send(mail)
            self._bus.do(NoteMail(mail_id, error=error, kept=not self._postman.connected))
            sent += not error
            failed += bool(error)
        return Done(jobs=sent, failed=failed)

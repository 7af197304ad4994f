"""One due thing at a time, however it was found: each is a command, and so a transaction, of its own.

Everything here may be done twice, by two workers, early or late: the rows say whether there is still
something to do, so it comes about once.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from engine import traces
from engine.bus import Bus
from engine.clock import monotonic, pause
from engine.commands.do_job import DoJob, NoteFailedJob
from engine.commands.fire_timers import FireTimers
from engine.commands.send_mail import LEASE, ClaimMail, KeepMail, NoteMail
from engine.errors import ConcurrentChange, EngineError, Unavailable
from engine.jobs.smtp import Postman, TooLate
from engine.logs import fault, logger
from engine.model.request import Command, Query
from engine.queries.due import DueOf

BACK_OFF = 60.0
"""Seconds in which this process leaves an instance alone whose timers could not be fired."""

TURN = 10.0
"""Seconds that one instance may have in a row: timers that are months behind keep no others waiting."""

NOTE_AGAIN = 0.5
"""Seconds between two tries to note that a mail has left."""

Answer = TypeVar("Answer")
Holding = Callable[[str], AbstractContextManager[bool]]

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


class NotFired(Exception):
    """Timers of an instance could not be fired; the log says why."""


class Stopped(Exception):
    """Before all was done the worker was told to end, or others have their turn."""


class InTurn:
    """The bus, taken in turns: a process does one command at a time, so that as many do as much more.

    Threads that compute at once would wait for each other anyway, and longer: Python lets one run, and hands
    over by the clock, not when a command is done.
    """

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._turn = threading.Lock()

    def do(self, command: Command[Answer]) -> Answer:
        """Carry out a command. Raises what the bus does."""
        with self._turn:
            return self._bus.do(command)

    def ask(self, query: Query[Answer]) -> Answer:
        """Look something up. Raises what the bus does."""
        with self._turn:
            return self._bus.ask(query)


class Hands:
    """Carries out what is due. Its callers say when to stop, and what to do about those who were faster."""

    def __init__(
        self, bus: Bus, postman: Postman, holding: Holding = lambda _name: nullcontext(enter_result=True)
    ) -> None:
        self.bus = InTurn(bus)
        self.stop = threading.Event()
        self._postman = postman
        self._holding = holding
        self._left_alone: dict[str, float] = {}

    def left_alone(self) -> frozenset[str]:
        """Instances whose timers could not be fired a moment ago."""
        now = monotonic()
        self._left_alone = {name: until for name, until in self._left_alone.items() if until > now}
        return frozenset(self._left_alone)

    def leave_alone(self, instance: str) -> None:
        """Turn to the others first."""
        self._left_alone[instance] = monotonic() + BACK_OFF

    def fire(self, instance: str, due_at: datetime) -> Done:
        """Fire the instance's timers of that moment.

        Raises:
            ConcurrentChange: another worker was faster.
            Unavailable: the database is gone.
        """
        try:
            return Done(timers=int(self.bus.do(FireTimers(instance, due_at))))
        except (ConcurrentChange, Unavailable):
            raise
        except EngineError as wrong:
            _log.error("timers could not be fired", instance=instance, **fault(wrong))
        except Exception:  # nobody foresaw it; all the others are still to be looked after
            _log.exception("timers could not be fired", instance=instance)
        self.leave_alone(instance)
        return Done(failed=1)

    def do(self, job: str) -> Done:
        """Do a job that a command has left; what goes wrong is noted with it, and it comes later again.

        Raises:
            ConcurrentChange: another worker was faster.
            Unavailable: the database is gone.
        """
        with traces.doing(f"job/{job}"):
            return self._do(job)

    def _do(self, job: str) -> Done:
        try:
            return Done(jobs=int(self.bus.do(DoJob(job))))
        except (ConcurrentChange, Unavailable):
            raise
        except EngineError as wrong:
            self.bus.do(NoteFailedJob(job, str(wrong)))
            _log.error("a job could not be done", job=job, **fault(wrong))
        except Exception as wrong:  # nobody foresaw it; all the others are still to be done
            self.bus.do(NoteFailedJob(job, f"It failed unexpectedly ({type(wrong).__name__})."))
            _log.exception("a job could not be done", job=job)
        return Done(failed=1)

    def send(self, mail_id: str) -> Done:
        """Send a mail. While it is on its way nobody else sends it, however slow. Raises Unavailable."""
        with traces.doing(f"mail/{mail_id}"):
            return self._send(mail_id) if self._postman.connected else self._keep(mail_id)

    def _send(self, mail_id: str) -> Done:
        with self._holding(f"mail/{mail_id}") as ours:
            give_up_at = monotonic() + LEASE.total_seconds()
            mail = self.bus.do(ClaimMail(mail_id)) if ours else None
            if mail is None:
                return Done()
            try:
                error = self._postman.send(mail, give_up_at)
            except TooLate:
                _log.warning("a mail was left to others: its lease had run out", mail=mail_id)
                return Done()
            self._note(NoteMail(mail_id, error=error), give_up_at)
        return Done(jobs=int(not error), failed=int(bool(error)))

    def _keep(self, mail_id: str) -> Done:
        """Without a mail server nothing leaves, so that nobody needs to be kept from sending it too."""
        mail = self.bus.do(KeepMail(mail_id))
        if mail is None:
            return Done()
        self._postman.show(mail)
        return Done(jobs=1)

    def _note(self, note: NoteMail, give_up_at: float) -> None:
        """What is on its way must not be sent anew because the database is away for a while."""
        while True:
            try:
                return self.bus.do(note)
            except (ConcurrentChange, Unavailable) as wrong:
                if monotonic() > give_up_at:
                    raise
                _log.warning("a mail's end could not be noted yet", mail=note.mail, **fault(wrong))
                pause(NOTE_AGAIN)

    def look_after(self, instance: str, count: Callable[[Done], None]) -> None:
        """Fire everything due of one instance in the order of its moments, then do its jobs in theirs.

        Raises:
            NotFired: timers could not be fired; its jobs are done.
            Stopped: the rest is for others, or for later.
            ConcurrentChange: another worker was faster.
            Unavailable: the database is gone.
        """
        fired, stuck = None, False
        until = monotonic() + TURN
        while not self.stop.is_set() and monotonic() < until:
            due_at, job = self.bus.ask(DueOf(instance))
            if due_at is not None and not stuck:
                if due_at == fired:
                    _log.error("timers stay due after they were fired", instance=instance)
                    stuck = True
                    continue
                done = self.fire(instance, due_at)
                stuck = bool(done.failed)
                fired = due_at if done.timers else None
            elif job is not None:
                done = self.do(job)
            elif stuck:
                raise NotFired(f"timers of {instance} could not be fired")
            else:
                return
            count(done)
        raise Stopped

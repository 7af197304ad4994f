"""What leaves, what comes in, and what is still to be done: outbox, inbox, jobs, and who is told of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from engine.model.work import InboundMessage, Job, OutboxMail


class Outbox(Protocol):
    def add(self, mail: OutboxMail) -> bool:
        """False: a mail of that key was there already, nothing is added."""

    def get(self, mail: str) -> OutboxMail:
        """Raises NotFound."""

    def due(self, at: datetime, limit: int = 100, *, real_at: datetime | None = None) -> Sequence[str]:
        """Ids of mails to send now: queued ones, and `sending` ones whose lease has run out.

        `real_at`: the machine's instant, where `at` is another: leases run by it.
        """

    def claim(
        self, mail: str, at: datetime, lease: timedelta, *, real_at: datetime | None = None
    ) -> OutboxMail | None:
        """Take it for sending by a conditional update; None: another worker was faster.

        The lease runs from `real_at`: a sandbox that moves its clock ends none.
        """

    def keep(self, mail: str, at: datetime, *, real_at: datetime) -> OutboxMail | None:
        """Let a due mail stay here for good, without its code; None: it is not due, or another's."""

    def save(self, mail: OutboxMail) -> None: ...
    def of_case(self, reference: str) -> Sequence[OutboxMail]: ...


class Inbox(Protocol):
    def add(self, message: InboundMessage) -> bool:
        """False: a message with this id was here before."""

    def kept(self, name: str, key: str | None) -> Sequence[InboundMessage]:
        """Those that nobody has taken yet, oldest first; `key` None or "null" matches any."""

    def get(self, message: str) -> InboundMessage | None: ...
    def take(self, message: str, instances: Sequence[str]) -> None:
        """Note who took it. Raises ConcurrentChange when somebody else has, NotFound."""


class Jobs(Protocol):
    def add(self, job: Job) -> bool:
        """False: a job of that id was there already."""

    def add_for_open(self, packages: Sequence[str], job: Job) -> int:
        """One job like this for every instance of these packages that is open, or whose case has a clock
        running; answers how many. Their ids begin with this one's."""

    def get(self, job: str) -> Job | None: ...
    def due(self, at: datetime, limit: int = 100) -> Sequence[str]:
        """Ids of jobs to do now, oldest first; of one instance's the first that is queued only."""

    def take(self, job: str, at: datetime) -> Job | None:
        """Remove it, to do it in this transaction; None: it is not due, or another worker was faster."""

    def save(self, job: Job) -> None: ...
    def drop(self, job: str) -> None:
        """Remove one that was given up."""

    def wake(self, instance: str, at: datetime) -> None:
        """Queue the instance's parked jobs again."""

    def failed(self, instance: str) -> Sequence[Job]:
        """The instance's jobs that were given up, oldest first."""


class Errands(Protocol):
    """What workers on other machines are told to look after. New jobs and mails tell them by themselves."""

    def of(self, instance: str, at: datetime) -> tuple[datetime | None, str | None]:
        """The instance's moment that is due, and the first of its jobs if that is due."""

    def call(self, at: datetime, real_at: datetime) -> int:
        """Tell them of everything due that they do not know of yet; answers how much that was."""

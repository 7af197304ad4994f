"""How the installation runs: what waits, what was given up, who works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.authority import require
from engine.desk import Desk
from engine.model.operations import DatabaseState, WorkerSeen
from engine.model.request import Query
from engine.queries.masking import sees_personal_data
from engine.queries.processes import HIDDEN

SHOWN = 50
"""Of what was given up: the oldest, and the next ones as these are dealt with."""


@dataclass(frozen=True)
class GivenUp:
    """A job or mail that was tried for the last time. `handle` names it to RetryJob or RetryMail."""

    handle: str
    kind: str  #: of a job message, signal, begin or recount; of a mail the key of its text
    name: str  #: of the message or signal
    reference: str | None  #: of its case, for those who may see it
    since: datetime
    attempts: int
    error: str


@dataclass(frozen=True)
class OperationsView:
    backlog: Mapping[str, float]
    jobs: tuple[GivenUp, ...]
    mails: tuple[GivenUp, ...]
    workers: Sequence[WorkerSeen]
    database: DatabaseState


@dataclass(frozen=True)
class HowItRuns(Query[OperationsView]):
    """For those who keep it running: of people and cases only as much as they may see (DOMAIN §9)."""


def how_it_runs(_query: HowItRuns, desk: Desk) -> OperationsView:
    """Raises NotAllowed."""
    require(desk.actor, "see operations")
    reads, seen = desk.unit.reads, sees_personal_data(desk.actor)
    jobs = tuple(
        GivenUp(
            desk.services.secrets.handle(job.id),
            job.kind,
            job.name,
            desk.unit.instances.get(job.instance).reference if seen else None,
            job.created_at,
            job.attempts,
            job.error if seen else HIDDEN,
        )
        for job in reads.given_up_jobs(SHOWN)
    )
    mails = tuple(
        GivenUp(
            desk.services.secrets.handle(mail.id),
            mail.kind,
            "",
            mail.reference if seen else None,
            mail.created_at,
            mail.attempts,
            mail.error,
        )
        for mail in reads.given_up_mails(SHOWN)
    )
    return OperationsView(reads.backlog(desk.now), jobs, mails, reads.workers(), reads.database())

"""How the installation runs: what waits, what was given up, who works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.authority import require
from engine.desk import Desk
from engine.errors import InvalidInput
from engine.model.operations import DatabaseState, WorkerSeen
from engine.model.request import Query
from engine.ports.reads import GivenUpRow
from engine.queries.masking import HIDDEN, sees_personal_data
from engine.secrets import Secrets

SHOWN = 50
"""Of what was given up, on one page; the oldest first."""


@dataclass(frozen=True)
class GivenUp:
    """A job or mail that was tried for the last time. `handle` names it to the commands that try it again
    or dismiss it."""

    handle: str
    kind: str  #: of a job message, signal, begin or recount; of a mail the key of its text
    name: str  #: of the message or signal
    reference: str | None  #: of its case, for those who may see it
    since: datetime
    attempts: int
    error: str


@dataclass(frozen=True)
class OperationsView:
    """`more_jobs`, `more_mails`: where the next page of these begins."""

    backlog: Mapping[str, float]
    jobs: tuple[GivenUp, ...]
    more_jobs: str | None
    mails: tuple[GivenUp, ...]
    more_mails: str | None
    workers: Sequence[WorkerSeen]
    database: DatabaseState


@dataclass(frozen=True)
class HowItRuns(Query[OperationsView]):
    """For those who keep it running: of people and cases only as much as they may see (DOMAIN §9).

    `jobs`, `mails`: from which page on.
    """

    jobs: str | None = None
    mails: str | None = None


def how_it_runs(query: HowItRuns, desk: Desk) -> OperationsView:
    """Raises NotAllowed, or InvalidInput for a page that there is not."""
    require(desk.actor, "see operations")
    reads, secrets, seen = desk.unit.reads, desk.services.secrets, sees_personal_data(desk.actor)
    jobs = reads.given_up_jobs(SHOWN, _page(secrets, query.jobs))
    mails = reads.given_up_mails(SHOWN, _page(secrets, query.mails))
    return OperationsView(
        reads.backlog(desk.now),
        tuple(_given_up(secrets, row, seen=seen, error=row.error if seen else HIDDEN) for row in jobs.items),
        jobs.next and secrets.handle(jobs.next),
        tuple(_given_up(secrets, row, seen=seen, error=row.error) for row in mails.items),
        mails.next and secrets.handle(mails.next),
        reads.workers(),
        reads.database(),
    )


def _page(secrets: Secrets, handle: str | None) -> str | None:
    """The list's own cursor: it names a job or a mail, and so is not for everybody."""
    cursor = None if handle is None else secrets.named(handle)
    if handle is not None and cursor is None:
        raise InvalidInput("There is no such page; begin with the first.")
    return cursor


def _given_up(secrets: Secrets, row: GivenUpRow, *, seen: bool, error: str) -> GivenUp:
    reference = row.reference if seen else None
    handle = secrets.handle(row.id)
    return GivenUp(handle, row.kind, row.name, reference, row.created_at, row.attempts, error)

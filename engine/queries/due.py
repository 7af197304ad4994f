"""What waits to be done now, for the dispatcher."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.authority import require
from engine.desk import Desk
from engine.model.request import Query
from engine.model.work import OutboxMail
from engine.ports.reads import Page
from engine.queries.masking import sees_personal_data


@dataclass(frozen=True)
class DueInstances(Query[Sequence[tuple[str, datetime]]]):
    """(instance, moment) of what is due, earliest first."""

    limit: int = 100


@dataclass(frozen=True)
class DueMails(Query[Sequence[str]]):
    """Ids of mails to send now."""

    limit: int = 100


@dataclass(frozen=True)
class DueJobs(Query[Sequence[str]]):
    """Ids of jobs to do now, oldest first."""

    limit: int = 100


@dataclass(frozen=True)
class DueOf(Query[tuple[datetime | None, str | None]]):
    """Of one instance: its moment that is due, and the id of its first job if that is due."""

    instance: str


@dataclass(frozen=True)
class Mails(Query[Page[OutboxMail]]):
    """The outbox, newest first; of its texts and people only as much as the actor may see."""

    limit: int = 50
    cursor: str | None = None


def due_instances(query: DueInstances, desk: Desk) -> Sequence[tuple[str, datetime]]:
    """At most `limit` of them. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    return desk.unit.instances.due(desk.now, query.limit)


def due_mails(query: DueMails, desk: Desk) -> Sequence[str]:
    """At most `limit` of them. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    return desk.unit.outbox.due(desk.now, query.limit, real_at=desk.real_now)


def due_jobs(query: DueJobs, desk: Desk) -> Sequence[str]:
    """At most `limit` of them. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    return desk.unit.jobs.due(desk.now, query.limit)


def due_of(query: DueOf, desk: Desk) -> tuple[datetime | None, str | None]:
    """None for what is not due. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    return desk.unit.errands.of(query.instance, desk.now)


def mails(query: Mails, desk: Desk) -> Page[OutboxMail]:
    """A page of the outbox. Raises NotAllowed.

    Who keeps things running sees of a mail its kind, state and error, but not whom it concerns (DOMAIN §9).
    """
    require(desk.actor, "see operations")
    page = desk.unit.reads.mails(query.limit, query.cursor)
    if sees_personal_data(desk.actor):
        return page
    return Page([_bare(mail) for mail in page.items], page.next)


def _bare(mail: OutboxMail) -> OutboxMail:
    hidden = replace(mail, instance="", reference=None, key="", to="", subject="", body="", html="")
    return replace(hidden, id="", secret=None)

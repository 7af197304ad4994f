"""Send a mail, or do a job, that was given up: the cause was put right, so it is queued anew."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from engine.authority import require
from engine.commands.effects.settle import open_case, save
from engine.desk import Desk
from engine.errors import WrongState
from engine.events.case import JobRetried, MailRetried
from engine.mails import CODE_MARK
from engine.model.request import Command

MOST = 1000
"""Of what was given up, as far as it is looked through for the one that is meant: the oldest come first."""


@dataclass(frozen=True)
class RetryMail(Command[None]):
    """`mail`: its handle, as the list of what was given up names it."""

    mail: str


@dataclass(frozen=True)
class RetryJob(Command[None]):
    """`job`: its handle, as the list of what was given up names it."""

    job: str


class Named(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str: ...


Found = TypeVar("Found", bound=Named)


def retry_mail(command: RetryMail, desk: Desk) -> None:
    """Queue the mail anew, with all its tries.

    Raises:
        NotAllowed: the actor does not run the installation.
        WrongState: no such mail was given up, somebody else was faster, or its code is lost.
    """
    require(desk.actor, "try again what was given up")
    mail = _named(desk, command.mail, desk.unit.reads.given_up_mails(MOST))
    case = open_case(desk, mail.instance)  # locked: of two who try again, the second sees it done
    mail = desk.unit.outbox.get(mail.id)
    if mail.state != "failed":
        raise WrongState("This mail is on its way already.")
    if mail.secret is None and CODE_MARK in mail.body:
        raise WrongState("The tracking code of this mail is forgotten: write to the complainant anew.")
    anew = replace(mail, state="queued", attempts=0, next_try_at=desk.now, lease_until=None, error="")
    desk.unit.outbox.save(anew)
    save(desk, case, [MailRetried(at=desk.now, outbox=mail.id)])


def retry_job(command: RetryJob, desk: Desk) -> None:
    """Queue the job anew, with all its tries.

    Raises:
        NotAllowed: the actor does not run the installation.
        WrongState: no such job was given up, or somebody else was faster.
    """
    require(desk.actor, "try again what was given up")
    found = _named(desk, command.job, desk.unit.reads.given_up_jobs(MOST))
    case = open_case(desk, found.instance)
    job = desk.unit.jobs.get(found.id)
    if job is None or job.state != "failed":
        raise WrongState("This job is under way already.")
    desk.unit.jobs.save(replace(job, state="queued", due_at=desk.now, attempts=0, error="", hops=1))
    save(desk, case, [JobRetried(at=desk.now, name=job.name, job=job.kind)])


def _named(desk: Desk, wanted: str, found: Iterable[Found]) -> Found:
    for each in found:
        if desk.services.secrets.handle(each.id) == wanted:
            return each
    raise WrongState("This was not given up, or somebody else has tried it again already.")

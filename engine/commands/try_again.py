"""Send a mail, or do a job, that was given up: the cause was put right, so it is queued anew."""

from dataclasses import dataclass, replace

from engine.authority import require
from engine.commands.effects.settle import Case, open_case, save
from engine.desk import Desk
from engine.errors import NotFound, WrongState
from engine.events.case import JobRetried, MailRetried
from engine.mails import CODE_MARK
from engine.model.request import Command
from engine.model.work import Job, OutboxMail

PERMISSION = "try again what was given up"
GONE = "This was not given up, or somebody else has seen to it already."


@dataclass(frozen=True)
class RetryMail(Command[None]):
    """`mail`: its handle, as the list of what was given up names it."""

    mail: str


@dataclass(frozen=True)
class RetryJob(Command[None]):
    """`job`: its handle, as the list of what was given up names it."""

    job: str


def retry_mail(command: RetryMail, desk: Desk) -> None:
    """Queue the mail anew, with all its tries.

    Raises:
        NotAllowed: the actor does not run the installation.
        WrongState: no such mail was given up, somebody else was faster, or its code is lost.
    """
    require(desk.actor, PERMISSION)
    mail, case = given_up_mail(desk, command.mail)
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
    require(desk.actor, PERMISSION)
    job, case = given_up_job(desk, command.job)
    desk.unit.jobs.save(replace(job, state="queued", due_at=desk.now, attempts=0, error="", hops=1))
    save(desk, case, [JobRetried(at=desk.now, name=job.name, job=job.kind)])


def given_up_mail(desk: Desk, handle: str) -> tuple[OutboxMail, Case]:
    """The mail that was given up, with its case, locked: of two the second sees what the first has done.

    Raises:
        WrongState: there is none, or somebody else was faster.
    """
    try:
        found = desk.unit.outbox.get(_named(desk, handle))
    except NotFound as gone:
        raise WrongState(GONE) from gone
    case = open_case(desk, found.instance)
    mail = desk.unit.outbox.get(found.id)
    if mail.state != "failed":
        raise WrongState(GONE)
    return mail, case


def given_up_job(desk: Desk, handle: str) -> tuple[Job, Case]:
    """The job that was given up, with its case, locked: of two the second sees what the first has done.

    Raises:
        WrongState: there is none, or somebody else was faster.
    """
    found = desk.unit.jobs.get(_named(desk, handle))
    if found is None:
        raise WrongState(GONE)
    case = open_case(desk, found.instance)
    job = desk.unit.jobs.get(found.id)
    if job is None or job.state != "failed":
        raise WrongState(GONE)
    return job, case


def _named(desk: Desk, handle: str) -> str:
    name = desk.services.secrets.named(handle)
    if name is None:
        raise WrongState(GONE)
    return name

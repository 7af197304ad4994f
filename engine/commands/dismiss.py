"""Let go of a mail, or a job, that was given up and is not wanted any more: with a reason, for good."""

from dataclasses import dataclass, replace

from engine.authority import require
from engine.commands.effects.settle import save
from engine.commands.texts import require_reason
from engine.commands.try_again import PERMISSION, given_up_job, given_up_mail
from engine.desk import Desk
from engine.events.case import JobDismissed, MailDismissed
from engine.model.request import Command


@dataclass(frozen=True)
class DismissMail(Command[None]):
    """`mail`: its handle, as the list of what was given up names it."""

    mail: str
    reason: str


@dataclass(frozen=True)
class DismissJob(Command[None]):
    """`job`: its handle, as the list of what was given up names it."""

    job: str
    reason: str


def dismiss_mail(command: DismissMail, desk: Desk) -> None:
    """Keep the mail with its case, to be sent by nobody; its code is forgotten.

    Raises:
        NotAllowed: the actor does not run the installation.
        InvalidInput: there is no reason.
        WrongState: no such mail was given up, or somebody else was faster.
    """
    require(desk.actor, PERMISSION)
    reason = require_reason(command.reason)
    mail, case = given_up_mail(desk, command.mail)
    desk.unit.outbox.save(replace(mail, state="kept", secret=None))
    save(desk, case, [MailDismissed(at=desk.now, outbox=mail.id, reason=reason)])


def dismiss_job(command: DismissJob, desk: Desk) -> None:
    """Forget the job: what it was to do is done by nobody.

    Raises:
        NotAllowed: the actor does not run the installation.
        InvalidInput: there is no reason.
        WrongState: no such job was given up, or somebody else was faster.
    """
    require(desk.actor, PERMISSION)
    reason = require_reason(command.reason)
    job, case = given_up_job(desk, command.job)
    desk.unit.jobs.drop(job.id)
    save(desk, case, [JobDismissed(at=desk.now, name=job.name, job=job.kind, reason=reason)])

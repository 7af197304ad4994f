"""The outbox row's way out: claimed, sent outside any transaction, then noted."""

from dataclasses import dataclass, replace
from datetime import timedelta

from engine.authority import require
from engine.commands.effects.settle import open_case, save
from engine.desk import Desk
from engine.events.case import MailFailed, MailSent
from engine.model.request import Command
from engine.model.work import OutboxMail

LEASE = timedelta(minutes=2)
MOST_TRIES = 8


@dataclass(frozen=True)
class ClaimMail(Command[OutboxMail | None]):
    """Take a queued mail for sending; None: another worker was faster."""

    mail: str


@dataclass(frozen=True)
class KeepMail(Command[OutboxMail | None]):
    """Let a queued mail stay in the outbox: there is no mail server. None: another worker was faster."""

    mail: str


@dataclass(frozen=True)
class NoteMail(Command[None]):
    """Note how sending went."""

    mail: str
    error: str = ""


def claim_mail(command: ClaimMail, desk: Desk) -> OutboxMail | None:
    """The mail, with a lease of two minutes of real time. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    return desk.unit.outbox.claim(command.mail, desk.now, LEASE, real_at=desk.real_now)


def keep_mail(command: KeepMail, desk: Desk) -> OutboxMail | None:
    """The mail, kept for good, without its code. Raises NotAllowed."""
    require(desk.actor, "run what is due")
    return desk.unit.outbox.keep(command.mail, desk.now, real_at=desk.real_now)


def note_mail(command: NoteMail, desk: Desk) -> None:
    """Sent: its code is forgotten. Failed: tried again later, and at last given up.

    Where a lease ran out while the mail was on its way, two have sent it: the first to note it counts.
    """
    require(desk.actor, "run what is due")
    mail = desk.unit.outbox.get(command.mail)
    case = open_case(desk, mail.instance)  # locked, so that the other's note is seen
    mail = desk.unit.outbox.get(command.mail)
    if mail.state != "sending":
        return
    attempts = mail.attempts + 1
    if command.error and attempts < MOST_TRIES:
        wait = timedelta(minutes=2**attempts)
        desk.unit.outbox.save(
            replace(
                mail,
                state="queued",
                attempts=attempts,
                next_try_at=desk.now + wait,
                lease_until=None,
                error=command.error,
            )
        )
        return
    desk.unit.outbox.save(
        replace(
            mail,
            state="failed" if command.error else "sent",
            attempts=attempts,
            lease_until=None,
            secret=mail.secret if command.error else None,  # it may be tried again, and then brings its code
            error=command.error,
            sent_at=None if command.error else desk.now,
        )
    )
    event = (
        MailFailed(at=desk.now, outbox=mail.id, reason=command.error)
        if command.error
        else MailSent(at=desk.now, outbox=mail.id)
    )
    save(desk, case, [event])

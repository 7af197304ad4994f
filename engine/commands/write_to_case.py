"""A message from or to the complainant (ISO 10002, 7.3)."""

from dataclasses import dataclass
from uuid import uuid4

from engine.authority import require
from engine.commands.cases import open_reference, say
from engine.commands.effects.letters import Writing, queue_letter
from engine.commands.effects.settle import Case, save, settle
from engine.commands.texts import checked_text, one_line
from engine.desk import Desk
from engine.errors import InvalidInput
from engine.feel.wire import dumps
from engine.model.complaint import CHANNELS, REPLY
from engine.model.request import Command
from engine.model.step import InstanceStatus
from engine.model.work import InboundMessage

MAILED = "e-mail"
"""The channel of messages that leave as mails; what was said by another is only noted."""


@dataclass(frozen=True)
class Written:
    """`delivered`: the diagram was waiting for it."""

    reference: str
    delivered: bool


@dataclass(frozen=True)
class WriteToCase(Command[Written]):
    reference: str
    text: str
    subject: str = ""
    channel: str = "e-mail"
    direction: str = "out"  #: out: to the complainant; in: from the complainant, written down by staff


def write_to_case(command: WriteToCase, desk: Desk) -> Written:
    """Keep it in the conversation; what goes out by e-mail is mailed, what comes in reaches the diagram.

    Raises:
        NotFound, NotAllowed, InvalidInput.
    """
    require(desk.actor, "write to a complainant")
    if command.direction not in ("in", "out"):
        raise InvalidInput("A message goes in or out.")
    if command.channel not in CHANNELS:
        raise InvalidInput(f"A channel is one of {', '.join(CHANNELS)}.")
    subject = one_line(command.subject)
    case = open_reference(desk, command.reference)
    if command.direction == "in":
        return take_in(desk, case, command.text, command.channel, author=desk.actor.login, subject=subject)
    text = checked_text(command.text)
    told = [
        say(
            desk,
            case,
            text,
            direction="out",
            channel=command.channel,
            author=desk.actor.login,
            subject=subject,
        )
    ]
    if command.channel == MAILED:
        writing = Writing(desk, case.package, case.instance, case.complaint)
        told += queue_letter(writing, "message", "complainant", {"text": text, "subject": subject})
    save(desk, case, told)
    return Written(command.reference, delivered=False)


def take_in(desk: Desk, case: Case, text: str, channel: str, *, author: str, subject: str = "") -> Written:
    """Keep what the complainant wrote and hand it to the diagram, where that waits for a reply.

    A reply that is waited for by an instance that is suspended is kept until it goes on.
    """
    assert case.complaint is not None
    text = checked_text(text)
    reference = case.complaint.reference
    case = save(
        desk, case, [say(desk, case, text, direction="in", channel=channel, author=author, subject=subject)]
    )
    around = desk.around(case.package, case.complaint)
    step = desk.services.runtime.deliver(case.package, case.instance.state, REPLY, reference, {}, around)
    if step is None:
        return Written(reference, delivered=False)
    if case.instance.status is InstanceStatus.SUSPENDED:
        kept = InboundMessage(
            id=uuid4().hex, name=REPLY, key=dumps(reference), values={}, received_at=desk.now
        )
        desk.unit.inbox.add(kept)
        return Written(reference, delivered=False)
    settle(desk, case, step)
    return Written(reference, delivered=True)

"""What both sides wrote to each other, as one conversation by time: messages and letters together."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from engine.model.work import OutboxMail
from engine.queries.register import CaseView
from engine.queries.track import TrackView
from web import plain
from web.labels import mail_state


@dataclass(frozen=True, slots=True)
class Said:
    """One message or letter. Of letters `html` is set; those that need not be read now are folded."""

    direction: str  #: in or out
    at: datetime
    subject: str
    text: str
    author: str = ""
    channel: str = ""
    html: Markup | None = None
    folded: bool = False
    to: str = ""
    state: str = ""  #: of a letter: what became of it, in words


def for_complainant(view: TrackView) -> list[Said]:
    """Messages and letters by time; of the letters only the one that matters now stands open."""
    said = [Said(m.direction, m.at, m.subject, m.text) for m in view.conversation]
    shown = plain.letter_to_read(view)
    said += [
        Said(
            "out", letter.at, letter.subject, letter.text, html=_safe(letter.html), folded=letter is not shown
        )
        for letter in view.letters
    ]
    return sorted(said, key=lambda one: one.at)


def for_staff(view: CaseView) -> list[Said]:
    """Messages and letters to the complainant by time; of the letters only the latest stands open."""
    said = [
        Said(m.direction, m.at, m.subject, m.text, author=m.author, channel=m.channel)
        for m in view.conversation
    ]
    letters = sorted(letters_of(view), key=lambda mail: mail.created_at)
    said += [_letter(mail, folded=mail is not letters[-1]) for mail in letters]
    return sorted(said, key=lambda one: one.at)


def letters_of(view: CaseView) -> list[OutboxMail]:
    """Mails to the complainant, without those that only carried a message of the conversation."""
    address = view.complaint.complainant.email
    carried = {entry.at for entry in view.conversation}
    return [mail for mail in view.mails if mail.to == address and mail.created_at not in carried]


def notices_of(view: CaseView) -> list[OutboxMail]:
    """Mails to anybody but the complainant, newest first: reminders, and news for those in charge."""
    address = view.complaint.complainant.email
    return sorted((m for m in view.mails if m.to != address), key=lambda m: m.created_at, reverse=True)


def _letter(mail: OutboxMail, folded: bool) -> Said:
    return Said(
        "out",
        mail.created_at,
        mail.subject,
        mail.body,
        author="system",
        channel="e-mail",
        html=_safe(mail.html) if mail.html else None,
        folded=folded,
        to=mail.to,
        state=mail_state(mail),
    )


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - sanitised when it was written

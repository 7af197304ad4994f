"""Names for the values that records hold as codes: kinds, channels, languages, categories, outcomes."""

from collections.abc import Iterable

from engine.forms import Form
from engine.model.work import OutboxMail
from web.texts import _

KINDS = {
    "complaint": "complaint",
    "enquiry": "enquiry",
    "suggestion": "suggestion",
    "compliment": "compliment",
}

CHANNELS = {
    "web": "web form",
    "e-mail": "e-mail",
    "phone": "telephone",
    "letter": "letter",
    "counter": "counter",
    "chat": "chat",
    "social": "social media",
    "regulator": "regulator",
    "partner": "partner",
    "api": "another system",
}

LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}

MAIL_STATES = {
    "queued": "waits to be sent",
    "sending": "is being sent",
    "sent": "sent",
    "kept": "kept here, not sent: no mail server is set up",
    "failed": "could not be sent",
    "dismissed": "could not be sent, and need not be",
}


def kind_name(kind: str) -> str:
    """A kind of case in words."""
    return _(KINDS.get(kind, kind))


def channel_name(channel: str) -> str:
    """The way by which something came, in words."""
    return _(CHANNELS.get(channel, channel))


def language_name(tag: str) -> str:
    """A language's name, its region in brackets; an unknown tag stays as it is."""
    primary, _dash, rest = tag.partition("-")
    name = LANGUAGES.get(primary.lower())
    if name is None:
        return tag
    return f"{_(name)} ({rest})" if rest else _(name)


def mail_state(mail: OutboxMail) -> str:
    """What became of a mail, in words. One that is kept though it went wrong was dismissed."""
    state = "dismissed" if mail.state == "kept" and mail.error else mail.state
    return _(MAIL_STATES.get(state, state))


def option_label(key: str, value: object, forms: Iterable[Form]) -> str:
    """What a form calls that value of a field; without one, the value as it is."""
    for form in forms:
        for field in form.fields:
            for option in field.options if field.key == key else ():
                if option.value == value and not option.label.startswith("="):
                    return option.label
    return str(value)

"""What a complaint must be to go into the register; one sentence for each field that is not."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.commands.texts import MAX_TEXT, UNPRINTABLE, is_address
from engine.errors import InvalidForm
from engine.feel.values import FeelDate, FeelDateTime
from engine.feel.wire import dumps
from engine.model.complaint import CHANNELS, Kind

if TYPE_CHECKING:
    from engine.commands.lodge_complaint import LodgeComplaint

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_LIMITS = {
    "subject": 200,
    "description": MAX_TEXT,
    "product": 200,
    "category": 200,
    "outcome_sought": 5_000,
}
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
"""Calendars do not reach further back; whoever gives an earlier moment has mistyped."""
ANYWHERE = timedelta(hours=14)
"""By so much the day may be ahead of UTC where the complainant is."""
MOST_VALUES = 100_000
"""Characters that all further values take as JSON."""
RESERVED = frozenset({"complaint"})
"""Names that diagrams and forms read of every case."""
_SHAPELESS = "This holds characters that cannot be kept. Type it again, please."


def check(command: "LodgeComplaint", now: datetime) -> None:
    """Raises InvalidForm, with what to do by field."""
    errors: dict[str, str] = {}
    if not command.description.strip():
        errors["description"] = "Tell us what happened."
    for name, limit in _LIMITS.items():
        text = getattr(command, name)
        if len(text) > limit:
            errors[name] = f"This is too long: {len(text)} characters, and {limit} fit."
        elif UNPRINTABLE.search(text):
            errors[name] = _SHAPELESS
    who = command.complainant
    for name, text in (("name", who.name), ("email", who.email), ("phone", who.phone)):
        if len(text) > 254 or "\n" in text or "\r" in text or UNPRINTABLE.search(text):
            errors[name] = "Use one line of at most 254 characters."
    if "email" not in errors:
        errors.update(_check_address(command))
    errors.update(_check_choices(command, now))
    if errors:
        raise InvalidForm(errors)


def check_values(values: Mapping[str, object], known: Collection[str] | None) -> None:
    """Raises InvalidForm where further values are more, or other, than the register takes.

    `known`: the keys that this sender may give, each with a plain value; None: any.
    """
    errors = {}
    for name, value in values.items():
        if name in RESERVED or (known is not None and name not in known):
            errors[name] = "There is no such field."
        elif known is not None and not _is_plain(value):
            errors[name] = "Send a text, a number, a day, true or false, or a list of texts."
        elif UNPRINTABLE.search(name) or any(UNPRINTABLE.search(text) for text in _texts(value)):
            errors[name] = _SHAPELESS
    if not errors and len(dumps(dict(values))) > MOST_VALUES:
        errors["values"] = f"These are too long: {MOST_VALUES} characters fit."
    if errors:
        raise InvalidForm(errors)


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return value is None or isinstance(value, str | bool | Decimal | FeelDate | FeelDateTime)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for key, item in value.items() for text in (str(key), *_texts(item))]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []


def _check_address(command: "LodgeComplaint") -> dict[str, str]:
    who = command.complainant
    if who.email.strip() and not is_address(who.email.strip()):
        return {"email": "This is not an e-mail address. It looks like name@example.org."}
    if not who.email.strip() and not who.anonymous and command.require_address:
        return {"email": "Give an e-mail address so that we can answer, or say that you stay anonymous."}
    return {}


def _check_choices(command: "LodgeComplaint", now: datetime) -> dict[str, str]:
    errors = {}
    if command.kind not in list(Kind):
        errors["kind"] = f"Choose one of {', '.join(Kind)}."
    if command.channel not in CHANNELS:
        errors["channel"] = f"Choose one of {', '.join(CHANNELS)}."
    if not _LANGUAGE.fullmatch(command.language):
        errors["language"] = "Give a language tag such as en or zh-TW."
    if command.received_at is not None and command.received_at > now:
        errors["received_at"] = "A complaint cannot have been received in the future."
    elif command.received_at is not None and command.received_at < EARLIEST:
        errors["received_at"] = f"A complaint cannot have been received before {EARLIEST.year}."
    if command.occurred_on is not None and command.occurred_on > (now + ANYWHERE).date():
        errors["occurred_on"] = "This day is still to come."
    external_id = command.external_id or ""
    if len(external_id) > 200 or UNPRINTABLE.search(external_id):
        errors["external_id"] = "Use at most 200 characters, all of them printable."
    return errors

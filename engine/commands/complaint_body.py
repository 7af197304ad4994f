"""A complaint as a JSON body, the same for command line and API."""

from collections.abc import Mapping
from datetime import date, datetime

from engine.commands.lodge_complaint import LodgeComplaint
from engine.errors import InvalidForm
from engine.model.complaint import Complainant

_TEXTS = {
    "kind": "complaint",
    "channel": "api",
    "language": "en",
    "subject": "",
    "description": "",
    "product": "",
    "category": "",
    "outcome_sought": "",
}
_OTHERS = ("occurred_on", "received_at", "complainant", "external_id", "values")
_PERSON = ("name", "email", "phone", "anonymous")


def complaint_from_body(body: object) -> LodgeComplaint:
    """The command that a JSON body asks for, as `engine.feel.wire.loads` reads it.

    Raises:
        InvalidForm: it is no object, or fields are unknown, of a wrong type or unreadable.
    """
    if not isinstance(body, Mapping):
        raise InvalidForm({"body": "Send a JSON object."}, "The complaint is not a JSON object.")
    errors: dict[str, str] = {}
    known = {*_TEXTS, *_OTHERS}
    errors.update({str(k): "There is no such field." for k in body if k not in known})
    texts = {name: _text(body, name, default, errors) for name, default in _TEXTS.items()}
    external_id = _text(body, "external_id", "", errors) or None
    occurred_on = _date(body.get("occurred_on"), errors)
    received_at = _moment(body.get("received_at"), errors)
    complainant = _complainant(body.get("complainant"), errors)
    values = body.get("values") or {}
    if not isinstance(values, Mapping):
        errors["values"] = "Send a JSON object."
    if errors:
        raise InvalidForm(errors)
    return LodgeComplaint(
        kind=texts["kind"],
        channel=texts["channel"],
        language=texts["language"],
        subject=texts["subject"],
        description=texts["description"],
        product=texts["product"],
        category=texts["category"],
        outcome_sought=texts["outcome_sought"],
        complainant=complainant,
        occurred_on=occurred_on,
        received_at=received_at,
        external_id=external_id,
        values=dict(values) if isinstance(values, Mapping) else {},
    )


def _text(body: Mapping[str, object], name: str, default: str, errors: dict[str, str]) -> str:
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        errors[name] = "Send a text."
        return default
    return value


def _date(value: object, errors: dict[str, str]) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        errors["occurred_on"] = "Send a day such as 2026-03-31."
        return None


def _moment(value: object, errors: dict[str, str]) -> datetime | None:
    if value in (None, ""):
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        errors["received_at"] = "Send a moment with its zone, such as 2026-03-31T09:00:00Z."
        return None
    return moment


def _complainant(value: object, errors: dict[str, str]) -> Complainant:
    if value is None:
        return Complainant()
    if not isinstance(value, Mapping):
        errors["complainant"] = "Send a JSON object with name, email, phone, anonymous."
        return Complainant()
    errors.update({f"complainant.{k}": "There is no such field." for k in value if k not in _PERSON})
    texts: dict[str, str] = {}
    for name in ("name", "email", "phone"):
        text = value.get(name)
        if text is not None and not isinstance(text, str):
            errors[f"complainant.{name}"] = "Send a text."
        texts[name] = text if isinstance(text, str) else ""
    anonymous = value.get("anonymous", False)
    if not isinstance(anonymous, bool):
        errors["complainant.anonymous"] = "Send true or false."
    return Complainant(texts["name"], texts["email"], texts["phone"], anonymous is True)

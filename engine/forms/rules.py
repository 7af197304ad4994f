"""Answers held against the rules of their fields; every message says what to do."""

import re
from collections.abc import Sequence
from decimal import Decimal

import regex

from engine.feel.values.dates import FeelDate
from engine.feel.values.moments import FeelDateTime
from engine.forms.expressions import evaluate
from engine.forms.model import Field, Limit
from engine.forms.moments import is_past
from engine.forms.setting import Setting

PATTERN_SECONDS = 0.2

_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{3,30}")

_MISSING = {
    "radio": "Choose an answer for “{label}”.",
    "select": "Choose an answer for “{label}”.",
    "checklist": "Choose at least one answer for “{label}”.",
    "taglist": "Choose at least one answer for “{label}”.",
    "checkbox": "Tick “{label}” to go on.",
    "filepicker": "Add a file for “{label}”.",
}


def broken_rule(field: Field, value: object, setting: Setting) -> str | None:
    """What to do about the answer, or None when it keeps every rule. `{label}` stands for the label."""
    if value is None or value == [] or value is False:
        required = is_on(field.rules.required, setting)
        return _MISSING.get(field.type, "Fill in “{label}”.") if required else None
    if field.type in ("textfield", "textarea") and isinstance(value, str):
        return _text_rule(field, value, setting)
    if field.type == "number":
        return _number_rule(field, Decimal(str(value)), setting)
    if field.not_past and isinstance(value, FeelDate | FeelDateTime):
        past = is_past(value, setting.now, setting.zone)
        return "“{label}” must not lie in the past." if past else None
    return None


def is_on(switch: bool | str, setting: Setting) -> bool:
    """The switch, its FEEL expression evaluated."""
    return evaluate(switch, setting) is True if isinstance(switch, str) else switch


def limit(limit: Limit | None, setting: Setting) -> Decimal | None:
    """The limit as a number; None where there is none or its expression yields no number."""
    value = evaluate(limit, setting) if isinstance(limit, str) else limit
    return value if isinstance(value, Decimal) else None


def _text_rule(field: Field, text: str, setting: Setting) -> str | None:
    least, most = limit(field.rules.min_length, setting), limit(field.rules.max_length, setting)
    if least is not None and len(text) < least:
        return f"“{{label}}” needs at least {least} characters; there are {len(text)}."
    if most is not None and len(text) > most:
        over = len(text) - most
        return f"“{{label}}” takes at most {most} characters; there are {len(text)}. Shorten it by {over}."
    if field.rules.kind == "email" and not _EMAIL.fullmatch(text):
        return "“{label}” must be an e-mail address like name@example.org."
    if field.rules.kind == "phone" and not _PHONE.fullmatch(text):
        return "“{label}” must be a phone number like +44 20 7946 0000."
    if field.rules.pattern and not _matches(field.rules.pattern, text):
        return "“{label}” does not have the form that is asked for."
    return None


def _matches(pattern: str, text: str) -> bool:
    """Whether the pattern is found in the text; one that takes too long is not."""
    try:
        return regex.search(pattern, text, timeout=PATTERN_SECONDS) is not None
    except TimeoutError:
        return False


def _number_rule(field: Field, number: Decimal, setting: Setting) -> str | None:
    least, most = limit(field.rules.min, setting), limit(field.rules.max, setting)
    if least is not None and number < least:
        return f"“{{label}}” must be {least} or more."
    if most is not None and number > most:
        return f"“{{label}}” must be {most} or less."
    exponent = number.normalize().as_tuple().exponent
    if field.decimals is not None and isinstance(exponent, int) and -exponent > field.decimals:
        if field.decimals == 0:
            return "“{label}” must be a whole number."
        return f"“{{label}}” takes at most {field.decimals} decimals."
    if field.step is not None and not _multiple(number, field.step):
        return f"“{{label}}” must be a multiple of {field.step}."
    return None


def _multiple(number: Decimal, step: Decimal) -> bool:
    scale = max(_places(number), _places(step))
    return int(number.scaleb(scale)) % int(step.scaleb(scale)) == 0


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def with_label(message: str, labels: Sequence[str]) -> str:
    """The message with the first of the labels that is not empty."""
    label = next((text.strip() for text in labels if text.strip()), "")
    return message.replace("{label}", label.rstrip(":* "))

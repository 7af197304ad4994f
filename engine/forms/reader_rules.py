"""The rules that answers keep to, as the form writes them."""

from decimal import Decimal

import regex

from engine.forms.model import Limit, Rules
from engine.forms.notes import Json, Notes, limit_at, object_at, switch_at, text_at

MAX_PATTERN = 1_000


def read_rules(kind: str, item: Json, notes: Notes) -> Rules:
    """The rules under `validate`; those that cannot be kept are noted."""
    raw = object_at(item, "validate", notes)
    rules = Rules(
        required=switch_at(raw, "required", notes),
        min_length=limit_at(raw, "minLength", notes),
        max_length=limit_at(raw, "maxLength", notes),
        min=limit_at(raw, "min", notes),
        max=limit_at(raw, "max", notes),
        pattern=_pattern(raw, notes),
        kind=_kind(raw, notes) if kind == "textfield" else None,
    )
    _in_order(rules.min_length, rules.max_length, "length", notes)
    _in_order(rules.min, rules.max, "value", notes)
    return rules


def _pattern(raw: Json, notes: Notes) -> str | None:
    text = text_at(raw, "pattern", notes)
    if not text:
        return None
    try:
        if len(text) > MAX_PATTERN:
            raise regex.error("longer than 1,000 characters")
        regex.compile(text)
    except (regex.error, OverflowError, RecursionError) as reason:
        notes.error(
            "form-pattern", f"The pattern cannot be read: {reason}.", "Correct the regular expression."
        )
        return None
    return text


def _kind(raw: Json, notes: Notes) -> str | None:
    kind = text_at(raw, "validationType", notes)
    if kind in ("", "custom"):
        return None
    if kind in ("email", "phone"):
        return kind
    notes.error("unsupported-form-rule", f"There is no check for “{kind}”.", "Use email, phone or a pattern.")
    return None


def _in_order(least: Limit | None, most: Limit | None, what: str, notes: Notes) -> None:
    if isinstance(least, Decimal) and isinstance(most, Decimal) and least > most:
        hint = "Swap them, or change one."
        notes.error("form-limits", f"The smallest {what} allowed is more than the largest.", hint)

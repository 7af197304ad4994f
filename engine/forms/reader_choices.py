"""The options of a choice, as the form writes them or as an expression yields them."""

import json
from decimal import Decimal

from engine.forms.expressions import is_name
from engine.forms.model import CHOICES, Option
from engine.forms.notes import Json, Notes, list_at, text_at

MAX_OPTIONS = 500


def read_options(kind: str, item: Json, notes: Notes) -> tuple[tuple[Option, ...], str | None]:
    """The options written in the form, or the FEEL expression that yields them."""
    if kind not in CHOICES:
        return (), None
    expression = text_at(item, "valuesExpression", notes).strip()
    if expression:
        return (), expression
    key = text_at(item, "valuesKey", notes).strip()
    if key:
        if not is_name(key):
            hint = "Name the variable that holds the options."
            notes.error("form-options", f"“{key}” cannot be the name of a variable.", hint)
        return (), "=" + key
    written = list_at(item, "values", notes)
    if not written:
        hint = "Add options, or name the variable that holds them."
        notes.error("form-options", "The field offers nothing to choose from.", hint)
    if len(written) > MAX_OPTIONS:
        notes.error("form-limits", f"The field has more than {MAX_OPTIONS} options.", "Ask for it in steps.")
        return (), None
    options = tuple(option for raw in written if (option := _option(raw, notes)) is not None)
    if len({option.token for option in options}) < len(options):
        hint = "Give each option its own value."
        notes.error("form-options", "Two options have the same value.", hint)
    return options, None


def _option(raw: object, notes: Notes) -> Option | None:
    if isinstance(raw, str):
        return Option(raw, raw)
    value = raw.get("value") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(value, str | bool | Decimal):
        shown = json.dumps(raw, default=str, ensure_ascii=False)[:80]
        hint = "Give each option a label and a value, a text or number."
        notes.error("unsupported-form-option", f"The option {shown} has no plain value.", hint)
        return None
    label = text_at(raw, "label", notes)
    return Option(label or str(value), value)

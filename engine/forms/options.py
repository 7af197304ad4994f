"""The options that a choice offers at a moment."""

from decimal import Decimal

from engine.forms.expressions import evaluate
from engine.forms.model import Field, Option
from engine.forms.reader_choices import MAX_OPTIONS
from engine.forms.setting import Setting


def options_of(field: Field, setting: Setting) -> tuple[Option, ...]:
    """The options written in the form, or those that its expression yields: texts, numbers or
    contexts with `label` and `value`."""
    if not field.options_from:
        return field.options
    found = evaluate(field.options_from, setting)
    if not isinstance(found, list | tuple):
        return ()
    options: dict[str, Option] = {}
    for item in found[:MAX_OPTIONS]:
        option = _option(item)
        if option is not None:
            options.setdefault(option.token, option)
    return tuple(options.values())


def _option(item: object) -> Option | None:
    value: object = item
    label: object = None
    if isinstance(item, dict):
        value, label = item.get("value"), item.get("label")
    if not isinstance(value, str | bool | Decimal):
        return None
    return Option(label if isinstance(label, str) and label else str(value), value)

"""FEEL values in words: for inputs as they would be typed, for reading as people write them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from markupsafe import Markup, escape

from engine.feel.values.dates import FeelDate
from engine.feel.values.moments import FeelDateTime
from engine.feel.values.times import FeelTime
from engine.forms import Field, Form
from web.texts import _


def as_typed(field: Field, value: object) -> str:
    """The value as the input of this field holds it."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    if isinstance(value, FeelDateTime):
        return f"{value.date}T{_clock(value.time)}"
    if isinstance(value, FeelTime):
        return _clock(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def _clock(time: FeelTime) -> str:
    return f"{time.hour:02}:{time.minute:02}"


def readable(value: object) -> str:
    """The value as a person reads it."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, FeelDateTime):
        return f"{value.date} {_clock(value.time)}"
    if isinstance(value, FeelDate):
        return str(value)
    if isinstance(value, FeelTime):
        return _clock(value)
    if isinstance(value, list | tuple):
        return ", ".join(readable(item) for item in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {readable(item)}" for key, item in value.items())
    return str(value)


def label_of(key: str, form: Form | None = None) -> str:
    """The label of the field with that key, else the key as words."""
    for field in form.fields if form else ():
        if field.key == key and field.label and not field.label.startswith("=") and "{{" not in field.label:
            return field.label
    words = key.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def answers(values: Mapping[str, object], form: Form | None) -> list[tuple[str, str]]:
    """Questions with their answers, in the form's order, choices as worded; empty ones left out."""
    fields = {field.key: field for field in form.fields} if form else {}
    keys = dict.fromkeys([*(key for key in fields if key in values), *values])
    given = ((key, values[key]) for key in keys if values[key] not in (None, "", []))
    return [(label_of(key, form), _worded(fields.get(key), value)) for key, value in given]


def record_answers(values: Mapping[str, object], forms: Iterable[Form]) -> list[tuple[str, str]]:
    """What a record holds, as questions with answers: form by form, each key where it occurs first."""
    left = dict(values)
    rows: list[tuple[str, str]] = []
    for form in forms:
        own = {field.key: left.pop(field.key) for field in form.fields if field.key in left}
        rows += answers(own, form)
    return rows + answers(left, None)


def _worded(field: Field | None, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_worded(field, one) for one in value)
    labels = [option.label for option in field.options if option.value == value] if field else []
    return labels[0] if labels and not labels[0].startswith("=") else readable(value)


def isolated(text: str) -> Markup:
    """The text in a `<bdi>`: its direction stays its own."""
    return Markup("<bdi>{}</bdi>").format(escape(text))

"""A form as the API answers it: its form-js schema, with every choice's options written out."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from engine.forms import Form, options_of
from engine.forms.setting import Setting

_ELSEWHERE = ("valuesKey", "valuesExpression")
"""Keys of form-js that say where options come from, needless once they are written out."""


def form_schema(
    form: Form, source: bytes, context: Mapping[str, object], now: datetime, zone: str
) -> dict[str, object]:
    """The schema with `values` at every choice, as they are for this task now."""
    schema: dict[str, object] = json.loads(source)
    setting = Setting(context, now, zone)
    options = {field.id: options_of(field, setting) for field in form.fields if field.is_choice}
    for component in _components(schema):
        found = options.get(str(component.get("id")))
        if found is not None:
            component["values"] = [{"label": o.label, "value": o.value} for o in found]
            for key in _ELSEWHERE:
                component.pop(key, None)
    return schema


def _components(part: dict[str, object]) -> Iterator[dict[str, object]]:
    inner = part.get("components")
    for component in inner if isinstance(inner, list) else ():
        if isinstance(component, dict):
            yield component
            yield from _components(component)

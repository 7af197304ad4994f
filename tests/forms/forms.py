"""Small forms for the tests of this folder."""

import json
from datetime import UTC, datetime

from engine.forms import Form, read_form

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def form_bytes(*components: object, version: object = 18, **more: object) -> bytes:
    """A form file with these components; those without an id get one."""
    named = [
        {"id": f"C{number}", **component} if isinstance(component, dict) else component
        for number, component in enumerate(components)
    ]
    return json.dumps(
        {"type": "default", "id": "Form_1", "schemaVersion": version, "components": named, **more}
    ).encode()


def form(*components: object) -> Form:
    return read_form(form_bytes(*components))


def field(kind: str, **more: object) -> dict[str, object]:
    """A component of that type with key `a` and a label."""
    return {"type": kind, "key": "a", "label": "Answer", **more}


OPTIONS = [
    {"label": "Yes, please", "value": "yes"},
    {"label": "No", "value": "no"},
    {"label": "Three", "value": 3},
]

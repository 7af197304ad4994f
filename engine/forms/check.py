"""A form file taken apart: the form, and everything that keeps it from being published."""

import json
from dataclasses import replace
from decimal import Decimal

from engine.errors import DiagramError
from engine.forms.expressions import problem_of
from engine.forms.model import Block, Component, Form, expressions_of, templates_of, walk
from engine.forms.notes import Json, Notes, text_at
from engine.forms.reader import ComponentReader
from engine.forms.texts import has_blocks
from engine.model.findings import Finding

MAX_BYTES = 512 * 1024
MIN_SCHEMA = 16


def read_form(data: bytes) -> Form:
    """The form that the file holds.

    Raises:
        DiagramError: its findings keep it from being used.
    """
    form, notes = examine(data)
    if form is None or notes.failed:
        raise DiagramError(notes.findings)
    return form


def findings(name: str, data: bytes) -> list[Finding]:
    """Everything the checker has to say about the form file of that name."""
    _form, notes = examine(data)
    return [replace(finding, file=name) for finding in notes.findings]


def examine(data: bytes) -> tuple[Form | None, Notes]:
    """The form as far as it can be read, with notes on what is wrong."""
    source, raw, message = _load(data)
    notes = Notes(source)
    if raw is None:
        notes.error("form-json", message, "Save the form anew from a form-js editor.")
        return None, notes
    version = raw.get("schemaVersion")
    if not isinstance(version, Decimal) or version < MIN_SCHEMA:
        hint = "Open and save it in a current form-js editor."
        notes.error(
            "unsupported-form-version", f"The form's schemaVersion is not {MIN_SCHEMA} or later.", hint
        )
    ident = text_at(raw, "id", notes)
    title = text_at(raw, "title", notes) or text_at(raw, "name", notes)
    form = Form(ident, ComponentReader(notes).read_all(raw), title)
    for component in walk(form.components):
        _check_expressions(component, notes)
    return form, notes


def _load(data: bytes) -> tuple[str, Json | None, str]:
    if len(data) > MAX_BYTES:
        return "", None, f"The file is larger than {MAX_BYTES // 1024} KB."
    try:
        source = data.decode("utf-8-sig")
        raw = json.loads(source, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
    except (ValueError, ArithmeticError, RecursionError) as reason:
        return "", None, f"The file is not JSON that can be read: {reason}."
    if not isinstance(raw, dict):
        return "", None, "The file holds no form."
    return source, raw, ""


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no number")


def _check_expressions(component: Component, notes: Notes) -> None:
    label = component.text[:40] if isinstance(component, Block) else component.label
    notes.at(component.id, label or None)
    for text in templates_of(component):
        if has_blocks(text):
            hint = "Use {{expression}} only; hide whole components by a condition."
            notes.error("unsupported-form-template", "The text has a loop or a condition inside.", hint)
    for expression in expressions_of(component):
        problem = problem_of(expression)
        if problem:
            shown = expression if len(expression) <= 80 else expression[:79] + "…"
            notes.error(
                "form-expression", f"“{shown}” cannot be read: {problem}", "Correct the FEEL expression."
            )

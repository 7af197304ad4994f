"""What was sent, as FEEL values, or what to do about it field by field."""

from collections.abc import Mapping
from datetime import datetime

from engine.errors import InvalidForm
from engine.forms.coerce import MAX_FILENAME, MAX_FILES, MAX_TEXT, Unreadable, coerce
from engine.forms.model import Field, Form
from engine.forms.options import options_of
from engine.forms.rules import broken_rule, is_on, with_label
from engine.forms.setting import Setting
from engine.forms.texts import fill_in
from engine.forms.visibility import visible_fields


def validate(
    form: Form,
    submitted: Mapping[str, object],
    *,
    variables: Mapping[str, object],
    now: datetime,
    zone: str = "UTC",
) -> dict[str, object]:
    """The answers by key, as FEEL values: of the fields that are asked, may be changed and were sent.

    Texts of a page's form and JSON of the API are read alike. Hidden, locked and unknown keys are ignored.
    `variables`: what the form's expressions see beside the answers. `zone`: where local times are meant.

    Raises:
        InvalidForm: `errors` holds one message per field key, which says what to do.
    """
    setting = Setting(variables, now, zone)
    answers, errors = read_answers(form, submitted, setting)
    seen = setting.knowing(answers)
    values: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for field in visible_fields(form, answers, setting):
        if is_on(field.locked, seen):
            continue
        message = errors.get(field.key) or broken_rule(field, answers.get(field.key), seen)
        if message:
            wrong[field.key] = with_label(message, (fill_in(field.label, seen), field.key))
        elif field.key in answers:
            values[field.key] = answers[field.key]
    if wrong:
        raise InvalidForm(wrong)
    return values


def read_answers(
    form: Form, submitted: Mapping[str, object], setting: Setting
) -> tuple[dict[str, object], dict[str, str]]:
    """The answers that could be read, and a message for each that could not (it counts as null)."""
    answers: dict[str, object] = {}
    errors: dict[str, str] = {}
    seen = setting.knowing(answers)  # those that have been read by then
    for field in form.fields:
        if field.key not in submitted or is_on(field.locked, seen):
            continue
        try:
            answers[field.key] = _read(field, submitted[field.key], seen)
        except Unreadable as reason:
            answers[field.key] = None
            errors[field.key] = str(reason)
    return answers, errors


def _read(field: Field, raw: object, setting: Setting) -> object:
    return coerce(field, raw, options_of(field, setting) if field.is_choice else (), setting.zone)


def draft_of(form: Form, submitted: Mapping[str, object]) -> dict[str, object]:
    """What was typed, unchecked but bounded, to be kept for later: known keys only.

    Raises:
        InvalidForm: an answer is too large to keep.
    """
    kept: dict[str, object] = {}
    for field in form.fields:
        if field.key not in submitted:
            continue
        raw = submitted[field.key]
        parts = list(raw) if isinstance(raw, list | tuple) else [raw]
        longest = max((len(part) for part in parts if isinstance(part, str)), default=0)
        if len(parts) > max(MAX_FILES, len(field.options), 1) * 2 or longest > max(MAX_TEXT, MAX_FILENAME):
            raise InvalidForm(
                {field.key: with_label("“{label}” is too long to keep.", (field.label, field.key))}
            )
        kept[field.key] = _without_control(raw)
    return kept


def _without_control(raw: object) -> object:
    if isinstance(raw, str):
        return "".join(char for char in raw if char in "\n\t" or char.isprintable() or ord(char) > 0x9F)
    if isinstance(raw, list | tuple):
        return [_without_control(part) for part in raw]
    return raw

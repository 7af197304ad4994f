"""What becomes of the answers to the intake form (ISO 10002, annex C)."""

from collections.abc import Mapping
from datetime import date

from engine.commands.lodge_complaint import LodgeComplaint
from engine.feel.values.dates import FeelDate
from engine.forms import Form
from engine.model.complaint import Complainant

AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel"}
"""What browsers may fill in by themselves."""

TEXTS = ("subject", "description", "product", "category", "outcome_sought")
PERSON = ("name", "email", "phone")


def lodge(form: Form, answers: Mapping[str, object], *, channel: str, language: str) -> LodgeComplaint:
    """The command for these answers: those that the register knows by name, the others as further values."""
    day = answers.get("occurred_on")
    files = {field.key for field in form.fields if field.type == "filepicker"}
    known = {*TEXTS, *PERSON, "occurred_on", "anonymous", "kind", *files}
    anonymous = answers.get("anonymous") is True
    name, email, phone = ("" if anonymous else text_of(answers.get(key)) for key in PERSON)
    return LodgeComplaint(
        description=text_of(answers.get("description")),
        complainant=Complainant(name, email, phone, anonymous),
        kind=text_of(answers.get("kind")) or "complaint",
        channel=channel,
        language=language,
        subject=text_of(answers.get("subject")),
        product=text_of(answers.get("product")),
        category=text_of(answers.get("category")),
        outcome_sought=text_of(answers.get("outcome_sought")),
        occurred_on=date(day.year, day.month, day.day) if isinstance(day, FeelDate) else None,
        values={key: value for key, value in answers.items() if key not in known and value not in (None, "")},
    )


def text_of(value: object) -> str:
    """A text answer; nothing is the empty text."""
    return value if isinstance(value, str) else ""

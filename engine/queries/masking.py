"""Who sees the personal data of a case (ISO 10002, 4.10)."""

from collections.abc import Mapping
from dataclasses import replace

from engine.authority import may
from engine.model.complaint import Complainant, Complaint
from engine.model.people import Actor

MASK = "•••"
"""Stands for a value that this reader may not see."""

HIDDEN = "What went wrong may tell of the case: a quality manager sees it."
"""Stands for the words of a fault, which may quote such a value."""


def sees_personal_data(actor: Actor) -> bool:
    """Whether names, addresses and free texts are shown to the actor."""
    return may(actor, "see personal data")


def masked(complaint: Complaint, actor: Actor) -> Complaint:
    """The complaint as the actor may see it: auditors see that there is a name, not which."""
    if sees_personal_data(actor):
        return complaint
    who = complaint.complainant
    hidden = Complainant(
        name=MASK if who.name else "",
        email=MASK if who.email else "",
        phone=MASK if who.phone else "",
        anonymous=who.anonymous,
    )
    return replace(
        complaint,
        complainant=hidden,
        subject=MASK,
        description=MASK,
        outcome_sought=MASK,
        record=masked_values(complaint.record),
    )


def masked_values(values: Mapping[str, object]) -> dict[str, object]:
    """The values with every text in them masked, however deep; numbers, days and the like stay."""
    return {name: _masked(value) for name, value in values.items()}


def _masked(value: object) -> object:
    match value:
        case str():
            return MASK if value else value
        case Mapping():
            return masked_values(value)
        case list():
            return [_masked(item) for item in value]
    return value

"""What the register's search compares: texts without case and accents."""

import unicodedata
from collections.abc import Iterable
from operator import attrgetter

from engine.model.complaint import Complaint


def fold(text: str) -> str:
    """The text without case, accents and repeated white space: `Éléonore  GROß` is `eleonore gross`."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


SEARCHED = attrgetter(
    "reference", "subject", "product", "category", "complainant", "external_id", "description"
)
"""What of a complaint its search text is made of."""


def searchable(complaint: Complaint) -> str:
    """Everything by which a complaint is found, folded."""
    person = complaint.complainant
    return _joined(
        (
            complaint.reference,
            complaint.subject,
            complaint.product,
            complaint.category,
            person.name,
            person.email,
            person.phone,
            complaint.external_id or "",
            complaint.description,
        )
    )


def patterns(text: str) -> list[str]:
    """LIKE patterns, escaped by `!`: each word must occur."""
    return [pattern(word) for word in fold(text).split()]


def pattern(word: str) -> str:
    """The LIKE pattern for texts that hold the word, escaped by `!`."""
    return f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(folded for part in parts if (folded := fold(part)))

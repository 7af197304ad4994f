"""The complaint's record (ISO 10002, 7.2 and annex E): what the register holds of one case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

MILESTONES = (
    "received",
    "acknowledged",
    "assessed",
    "investigated",
    "responded",
    "decided",
    "closed",
)
"""The main order of ISO 10002, clause 7."""

OTHER_MILESTONES = ("escalated", "reviewed", "referred", "surveyed", "cause-recorded", "updated")


REPLY = "reply"
"""Message that a diagram waits for when it has asked the complainant something."""
REACTION = "reaction"
"""Message with the complainant's `reaction` to the decision: accepted or rejected."""
WITHDRAWAL = "withdrawal"
"""Message that a diagram takes a withdrawal by."""
SURVEY = "survey"
"""Message with the answers to the survey."""


class Kind(StrEnum):
    """What came in. Only complaints run the whole process; the others can be converted."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    COMPLIMENT = "compliment"
    ENQUIRY = "enquiry"


CHANNELS = ("web", "e-mail", "phone", "letter", "counter", "chat", "social", "regulator", "partner", "api")


@dataclass(frozen=True, slots=True)
class Complainant:
    """Personal data: shown to those who handle the case, masked for auditors."""

    name: str = ""
    email: str = ""
    phone: str = ""
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Complaint:
    """One entry of the register."""

    reference: str  #: e.g. 2026-000001, by year of recording, without gaps
    instance: str
    kind: Kind
    channel: str
    language: str  #: BCP 47
    received_at: datetime  #: when it reached the organisation
    recorded_at: datetime
    subject: str
    description: str
    complainant: Complainant
    tracking_hash: str
    product: str = ""
    category: str = ""
    outcome_sought: str = ""
    occurred_on: date | None = None
    external_id: str | None = None  #: unique where given: the same import twice adds nothing
    status: str = "open"  #: open or closed
    outcome: str | None = None
    severity: int | None = None
    priority: str | None = None
    owner: str | None = None  #: login of who answers for it
    closed_at: datetime | None = None
    merged_into: str | None = None
    recorded_by: str = ""
    record: Mapping[str, object] = field(default_factory=dict)  #: further fields, FEEL values
    version: int = 0

    @property
    def backdated(self) -> bool:
        """Whether it reached the organisation before it was recorded here."""
        return self.received_at < self.recorded_at


@dataclass(frozen=True, slots=True)
class ConversationEntry:
    """A message from or to the complainant."""

    id: str
    reference: str
    at: datetime
    direction: str  #: in or out
    channel: str
    author: str  #: login, or "complainant"
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a case; the bytes lie beside the database, named by their hash."""

    id: str
    reference: str
    filename: str
    type: str  #: media type, by content
    size: int  #: bytes
    sha256: str
    added_at: datetime
    added_by: str

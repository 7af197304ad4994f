"""What the importer has to tell about one thing that it changed, or that somebody has to decide."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Whether a change only says the same in other words, or asks for a look."""

    CHANGE = (
        "change"  #: says in this engine's words what the file said, or what can hardly mean anything else
    )
    WARNING = "warning"  #: something was missing or is not run here: somebody has to decide


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the file, or one thing in it to decide about."""

    rule: str  #: kebab-case name of the step that made it
    kind: Kind
    message: str  #: what was done and why, in plain words
    element: str | None = None  #: id of the element
    name: str | None = None  #: its label
    line: int | None = None  #: its line in the file that was read
    before: str | None = None
    after: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The change as one object of the JSON document."""
        return asdict(self) | {"kind": self.kind.value}

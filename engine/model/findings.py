"""What the checker has to say about a file."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error keeps a diagram from being published or run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth a look, in a file."""

    rule: str  #: kebab-case name of the rule
    severity: Severity
    message: str  #: what is wrong, in plain words
    hint: str = ""  #: what to do
    file: str = ""  #: name of the file, relative to what was checked
    element: str | None = None  #: id of the element
    name: str | None = None  #: its label
    line: int | None = None  #: 1-based

    def sentence(self) -> str:
        """The finding as one sentence for people."""
        where = f"“{self.name}”: " if self.name else (f"{self.element}: " if self.element else "")
        file = f"{self.file}: " if self.file else ""
        return f"{file}{where}{self.message}"

"""Everything that the engine raises on purpose.

EngineError
├── Refused                 the request cannot be done; nothing has changed
│   ├── InvalidInput        a value is missing or wrong
│   │   └── InvalidForm     … with one message per field
│   ├── NotFound            there is no such thing, or not for this person
│   ├── NotAllowed          the person's roles do not cover it
│   ├── WrongState          the thing is no longer, or not yet, in the state that this needs
│   └── ConcurrentChange    somebody else was faster
├── DiagramError            a diagram, decision, form or package has findings that keep it from running
├── Unavailable             the database does not answer, or not now; it may again in a moment
│   └── InDoubt             … and it was lost while it kept this: done whole, or not at all
├── BadConfiguration        an environment variable is wrong
└── Broken                  stored data cannot be read: damage, not a user's mistake

A failing condition, script or mapping is none of these: it becomes an incident of its case.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from engine.model.findings import Finding
    from engine.model.work import Standing


class EngineError(Exception):
    """Root of the tree; its text is one plain sentence that may be shown to a person.

    `impersonal`: it speaks of the machine alone, so that the log may have it too.
    """

    impersonal: ClassVar[bool] = False


class Refused(EngineError):
    """The request cannot be done; nothing has changed. `standing`: of the task that another has, or had."""

    standing: "Standing | None" = None


class InvalidInput(Refused):
    """A value is missing or wrong."""


class InvalidForm(InvalidInput):
    """Fields of a form are wrong: `errors` holds one message per field key."""

    def __init__(self, errors: Mapping[str, str], message: str = "Some answers need another look.") -> None:
        super().__init__(message)
        self.errors = dict(errors)


class NotFound(Refused):
    """There is no such thing, or not for this person."""


class NotAllowed(Refused):
    """The person's roles do not cover it."""


class WrongState(Refused):
    """The thing is no longer, or not yet, in the state that this needs."""


class ConcurrentChange(Refused):
    """Somebody else changed the same row first."""


class DiagramError(EngineError):
    """Findings keep a diagram, decision, form or package from running."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.sentence() for finding in self.findings))


class Unavailable(EngineError):
    """The database does not answer, or not now: nothing was changed, and the same may succeed later."""

    impersonal = True


class InDoubt(Unavailable):
    """The database was lost while it committed: all of it has happened, or nothing."""


class BadConfiguration(EngineError):
    """An environment variable is wrong."""

    impersonal = True


class Broken(EngineError):
    """Stored data cannot be read."""

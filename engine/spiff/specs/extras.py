"""What the namespace `http://querela.dev/schema/1.0` adds to a node."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assignment:
    """A variable and its value; without a target, a context whose entries are variables."""

    source: str  #: FEEL, or the name of another variable
    target: str | None = None
    is_copy: bool = False  #: of a variable, left out where there is none


@dataclass(frozen=True, slots=True)
class Extras:
    """Engine data that BPMN has no place for; everything is optional."""

    form: str | None = None
    assignee: str | None = None  #: FEEL or plain text
    groups: str | None = None  #: FEEL or comma list
    due: str | None = None  #: FEEL or ISO 8601
    priority: str | None = None  #: FEEL
    milestone: str | None = None
    decision: str | None = None
    result: str | None = None  #: variable for the decision's answer
    mail: str | None = None  #: key of the mail's text
    to: str | None = None  #: FEEL or comma list
    key: str | None = None  #: FEEL, for the correlation of messages
    excludes: str | None = None  #: FEEL or comma list of elements; who completed one may not have this
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()


NOTHING = Extras()

"""What makes a case weigh more than others, as marks of few words: danger, vulnerability, urgency, harm."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.model.complaint import Complaint
from engine.ports.reads import TaskRow
from web.texts import _

GRAVE_FROM = 4
"""Severity from which a case is marked (1 to 5)."""

DANGER = frozenset({"danger", "safety"})
VULNERABLE = frozenset({"vulnerable", "vulnerability"})
PRIORITIES = {"urgent": "urgent", "high": "high priority"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with its sign. `weight`: grave stands out by its form, plain is a word among others."""

    text: str
    icon: str
    weight: str = "plain"


def marks_of(complaint: Complaint) -> list[Mark]:
    """The marks of a register entry."""
    flags = frozenset(name for name, value in complaint.record.items() if value is True)
    return _marks(complaint.severity, complaint.priority, flags)


def marks_of_task(row: TaskRow) -> list[Mark]:
    """The marks of the case that a task belongs to."""
    return _marks(row.case_severity, row.case_priority, row.case_flags)


def _marks(severity: int | None, priority: str | None, flags: Iterable[str]) -> list[Mark]:
    found = []
    if not DANGER.isdisjoint(flags):
        found.append(Mark(_("danger"), "exclamation-diamond", "grave"))
    if not VULNERABLE.isdisjoint(flags):
        found.append(Mark(_("vulnerable"), "person-heart", "grave"))
    if priority in PRIORITIES:
        found.append(Mark(_(PRIORITIES[priority]), "chevron-double-up"))
    if severity is not None and severity >= GRAVE_FROM:
        found.append(Mark(_("severity %(number)d of 5", number=severity), "bar-chart-steps"))
    return found

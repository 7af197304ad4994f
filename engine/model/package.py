"""A process package: the diagram that runs, with its forms, decisions and mail texts of that day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256

INTAKE = "intake"
"""Key of the form by which complaints are filed, which every package for complaints brings along."""


@dataclass(frozen=True)
class ClockRule:
    """A deadline that every case of a package keeps, between two milestones.

    `limit` is FEEL over the case's variables and the record: a number counts `unit`s, null means that the
    clock does not run for this case.
    """

    name: str
    start: str  #: milestone that starts it
    stop: str  #: milestone that stops it
    limit: str
    unit: str = "working-days"  #: working-days, working-hours, days or hours
    pausable: bool = True
    escalate_to: str = ""  #: role told on breach, for display


@dataclass(frozen=True)
class Package:
    """Files of one process definition. `files` maps names relative to the package to their bytes."""

    key: str
    title: str
    process: str  #: name of the main diagram's file
    files: Mapping[str, bytes] = field(repr=False)
    also: tuple[str, ...] = ()  #: other diagrams, for call activities
    decisions: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()  #: mail texts, `KEY.LANGUAGE.md`
    calendar: str = "office"
    clocks: tuple[ClockRule, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Hash over every file's name and content: the same content is the same version."""
        total = sha256()
        for name in sorted(self.files):
            digest = sha256(self.files[name]).hexdigest()
            total.update(f"{name}\0{digest}\n".encode())
        return total.hexdigest()

    @property
    def diagrams(self) -> tuple[str, ...]:
        """Names of all diagram files, the main one first."""
        return (self.process, *self.also)


@dataclass(frozen=True)
class Beginning:
    """A process of a package that begins with messages or signals, by their names."""

    process: str
    messages: frozenset[str]
    signals: frozenset[str]


@dataclass(frozen=True)
class Definition:
    """A published version of a package: immutable."""

    key: str
    version: int
    sha256: str
    title: str
    published_at: datetime
    published_by: str
    reason: str

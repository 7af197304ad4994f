"""People, what they may do, and who acts in a command."""

from dataclasses import dataclass, field
from datetime import datetime

ROLES = ("handler", "reviewer", "complaints-manager", "quality-manager", "auditor", "administrator")


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. Every role is also a group of that name."""

    login: str
    name: str
    email: str
    roles: frozenset[str]
    groups: frozenset[str]  #: without the roles
    password_hash: str = ""
    active: bool = True
    demo: bool = False  #: sandbox login, answers on loopback only


@dataclass(frozen=True, slots=True)
class Token:
    """An API token; only its hash is kept."""

    hash: str
    login: str
    created_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, the public, or the system itself."""

    login: str
    name: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    groups: frozenset[str] = field(default_factory=frozenset)

    @property
    def all_groups(self) -> frozenset[str]:
        """Groups, those of the roles included."""
        return self.roles | self.groups

    def has(self, *roles: str) -> bool:
        """Whether the actor has any of these roles."""
        return not self.roles.isdisjoint(roles)

    @classmethod
    def of(cls, person: Person) -> "Actor":
        """The person as an actor."""
        return cls(person.login, person.name, person.roles, person.groups)


SYSTEM = Actor("system", "Querela", frozenset(), frozenset())
"""Timers, mails and the command line on the machine itself."""

PUBLIC = Actor("public", "the public", frozenset(), frozenset())
"""Somebody without an account."""

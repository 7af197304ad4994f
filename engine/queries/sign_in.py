"""Who is at the door: by password or by token. Both use the machine's own time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.authority import require
from engine.desk import Desk
from engine.model.people import Person
from engine.model.request import Query
from engine.secrets import password_fits


@dataclass(frozen=True)
class SignIn(Query[Person | None]):
    """`loopback`: the request comes from this machine; demo logins answer nobody else."""

    login: str
    password: str
    loopback: bool = False


@dataclass(frozen=True)
class BearerOf(Query[Person | None]):
    """The person whose token this is. `loopback`: as for SignIn."""

    token: str
    loopback: bool = False


@dataclass(frozen=True)
class PersonOf(Query[Person | None]):
    """An active member of staff by login."""

    login: str


@dataclass(frozen=True)
class PeopleList(Query[tuple[Person, ...]]):
    """All members of staff, by login."""


@dataclass(frozen=True)
class Operations(Query[Mapping[str, float]]):
    """Backlog of timers and mails, incidents."""


def sign_in(query: SignIn, desk: Desk) -> Person | None:
    """The person, or None: it takes as long and says no more whichever of login and password is wrong."""
    person = desk.unit.people.get(query.login.strip())
    fits = password_fits(query.password, person.password_hash if person else "")
    if person is None or not fits or not person.active:
        return None
    return None if person.demo and not query.loopback else person


def bearer_of(query: BearerOf, desk: Desk) -> Person | None:
    """The person, or None when the token is unknown, has expired, or its owner has left."""
    found = desk.unit.people.by_token(desk.services.secrets.hash_token(query.token))
    if found is None:
        return None
    person, token = found
    if token.expires_at is not None and token.expires_at <= desk.real_now:
        return None
    return person if person.active and (query.loopback or not person.demo) else None


def person_of(query: PersonOf, desk: Desk) -> Person | None:
    """The person, or None."""
    person = desk.unit.people.get(query.login)
    return person if person is not None and person.active else None


def people_list(_query: PeopleList, desk: Desk) -> tuple[Person, ...]:
    """Members of staff. Their password hashes stay behind."""
    return tuple(replace(p, password_hash="") for p in sorted(desk.unit.people.all(), key=lambda p: p.login))


def operations(_query: Operations, desk: Desk) -> Mapping[str, float]:
    """Figures of what waits to be done. Raises NotAllowed."""
    require(desk.actor, "see operations")
    return desk.unit.reads.backlog(desk.now)

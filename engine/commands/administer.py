"""People, tokens, and a sandbox's clock."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.authority import require
from engine.commands.texts import UNPRINTABLE, is_address, one_line
from engine.desk import Desk
from engine.errors import InvalidInput, NotFound, WrongState
from engine.events.house import PersonAdded, PersonSwitched, TokenAdded
from engine.model.people import ROLES, Person, Token
from engine.model.request import Command
from engine.secrets import hash_password

CLOCK_OFFSET = "clock.offset-seconds"
"""Setting that holds how far a sandbox's clock was moved, in seconds."""
FARTHEST = timedelta(days=3660)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_RESERVED = frozenset({"system", "public", "complainant"})


@dataclass(frozen=True)
class AddPerson(Command[Person]):
    login: str
    roles: tuple[str, ...]
    password: str
    name: str = ""
    email: str = ""
    groups: tuple[str, ...] = ()
    demo: bool = False


@dataclass(frozen=True)
class SetPersonActive(Command[Person]):
    login: str
    active: bool


@dataclass(frozen=True)
class AddToken(Command[str]):
    """Answers the token itself, which is kept nowhere."""

    login: str
    lifetime: timedelta | None = None


@dataclass(frozen=True)
class AdvanceClock(Command[datetime]):
    """Move a sandbox's clock forward; answers the installation's new instant."""

    by: timedelta


def add_person(command: AddPerson, desk: Desk) -> Person:
    """The new member of staff.

    Raises:
        InvalidInput: login, role, address or password will not do, or the login is taken.
    """
    require(desk.actor, "administer")
    if not _LOGIN.fullmatch(command.login) or command.login in _RESERVED:
        raise InvalidInput("A login is 1 to 64 small letters, digits, dots, dashes, e.g. anna.b.")
    unknown = [role for role in command.roles if role not in ROLES]
    if unknown or not command.roles:
        raise InvalidInput(f"A role is one of {', '.join(ROLES)}.")
    if len(command.password) < (4 if command.demo else 8):
        raise InvalidInput("A password has at least 8 characters.")
    if UNPRINTABLE.search(command.password):
        raise InvalidInput("A password is made of characters that can be typed, in UTF-8.")
    if command.email and not is_address(command.email):
        raise InvalidInput(f"“{command.email}” is not an e-mail address.")
    person = Person(
        login=command.login,
        name=one_line(command.name) or command.login,
        email=command.email,
        roles=frozenset(command.roles),
        groups=frozenset(filter(None, map(one_line, command.groups))),
        password_hash=hash_password(command.password),
        demo=command.demo,
    )
    desk.unit.people.add(person)
    roles, groups = tuple(sorted(person.roles)), tuple(sorted(person.groups))
    told = PersonAdded(at=desk.now, login=person.login, roles=roles, groups=groups)
    desk.unit.chronicle.append([told], desk.actor.login)
    return person


def set_person_active(command: SetPersonActive, desk: Desk) -> Person:
    """The person, who can sign in (again) or not. Raises NotFound."""
    require(desk.actor, "administer")
    person = desk.unit.people.get(command.login)
    if person is None:
        raise NotFound(f"Nobody here has the login “{command.login}”.")
    if person.login == desk.actor.login and not command.active:
        raise WrongState("You cannot shut yourself out.")
    person = replace(person, active=command.active)
    desk.unit.people.save(person)
    told = PersonSwitched(at=desk.now, login=person.login, active=person.active)
    desk.unit.chronicle.append([told], desk.actor.login)
    return person


def add_token(command: AddToken, desk: Desk) -> str:
    """A new API token of this person. Raises NotFound."""
    require(desk.actor, "administer")
    if desk.unit.people.get(command.login) is None:
        raise NotFound(f"Nobody here has the login “{command.login}”.")
    token = desk.services.secrets.new_token()
    expires_at = desk.real_now + command.lifetime if command.lifetime else None
    desk.unit.people.add_token(
        Token(desk.services.secrets.hash_token(token), command.login, desk.real_now, expires_at)
    )
    desk.unit.chronicle.append([TokenAdded(at=desk.now, login=command.login)], desk.actor.login)
    return token


def advance_clock(command: AdvanceClock, desk: Desk) -> datetime:
    """Raises WrongState outside a sandbox, InvalidInput when it would go back, or ahead by a lifetime."""
    require(desk.actor, "administer")
    if not desk.services.config.sandbox:
        raise WrongState("The clock can be moved in a sandbox only.")
    if command.by <= timedelta(0):
        raise InvalidInput("The clock moves forward only.")
    if command.by > FARTHEST:
        raise InvalidInput("The clock moves by at most ten years at a time.")
    offset = float(desk.unit.settings.get(CLOCK_OFFSET) or 0) + command.by.total_seconds()
    desk.unit.settings.set(CLOCK_OFFSET, repr(offset))
    return desk.now + command.by

"""Staff and their API tokens."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Text,
    bindparam,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from engine.errors import InvalidInput, NotFound
from engine.model.people import Person, Token
from engine.store.prepared import Prepared
from engine.store.statements import insert_new, run
from engine.store.tables import people, tokens

_SAME = tuple(field.name for field in fields(Person) if field.name not in ("roles", "groups"))
_OF_TOKEN = tuple(field.name for field in fields(Token))

_ADD = insert_new(people)
_SAVE = (
    update(people)
    .where(people.c.login == bindparam("who"))
    .values({c.name: bindparam(f"new_{c.name}") for c in people.columns if c.name != "login"})
)
_GET = select(people).where(people.c.login == bindparam("login"))
_ALL = select(people).order_by(people.c.login)


@cache
def _anybody(database: str, groups: int, left_out: int) -> Prepared:
    """Whether somebody active has one of so many roles or groups, and is none of those left out."""
    find = func.instr if database == "sqlite" else func.strpos
    held = [
        find(type_coerce(column, Text), bindparam(f"group_{number}", type_=Text)) > 0
        for number in range(groups)
        for column in (people.c.roles, people.c.groups)
    ]
    others = [people.c.login != bindparam(f"login_{number}") for number in range(left_out)]
    return Prepared(select(people.c.login).where(people.c.active, or_(*held), *others).limit(1))


_ADD_TOKEN = insert(tokens)
_TOKEN = (
    select(people, *(column.label(f"token_{column.name}") for column in tokens.columns))
    .join_from(tokens, people, tokens.c.login == people.c.login)
    .where(tokens.c.hash == bindparam("hash"))
)


class SqlPeople:
    """Rows of `people` and `tokens`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person: Person) -> None:
        if run(self._connection, _ADD, _to_row(person)).rowcount != 1:
            raise InvalidInput(f"The login '{person.login}' is taken")

    def save(self, person: Person) -> None:
        row = {f"new_{name}": value for name, value in _to_row(person).items() if name != "login"}
        if self._connection.execute(_SAVE, {"who": person.login, **row}).rowcount != 1:
            raise NotFound(f"There is nobody with the login '{person.login}'")

    def get(self, login: str) -> Person | None:
        row = self._connection.execute(_GET, {"login": login}).first()
        return None if row is None else _of_row(row)

    def all(self) -> Sequence[Person]:
        return [_of_row(row) for row in self._connection.execute(_ALL)]

    def anybody(self, groups: Iterable[str], left_out: Iterable[str]) -> bool:
        quoted = [json.dumps(group, ensure_ascii=False) for group in groups]  # as Names writes them
        if not quoted:
            return False
        logins = list(left_out)
        given = {f"group_{number}": group for number, group in enumerate(quoted)}
        given |= {f"login_{number}": login for number, login in enumerate(logins)}
        statement = _anybody(self._connection.dialect.name, len(quoted), len(logins))
        return statement.first(self._connection, given) is not None

    def add_token(self, token: Token) -> None:
        self._connection.execute(_ADD_TOKEN, asdict(token))

    def by_token(self, hash: str) -> tuple[Person, Token] | None:
        row = self._connection.execute(_TOKEN, {"hash": hash}).first()
        if row is None:
            return None
        values = row._mapping
        return _of_row(row), Token(**{name: values[f"token_{name}"] for name in _OF_TOKEN})


def _to_row(person: Person) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(person, name) for name in _SAME}
    return row | {"roles": tuple(sorted(person.roles)), "groups": tuple(sorted(person.groups))}


def _of_row(row: Row[Any]) -> Person:
    values: dict[str, Any] = row._asdict()
    return Person(
        roles=frozenset(values["roles"]),
        groups=frozenset(values["groups"]),
        **{name: values[name] for name in _SAME},
    )

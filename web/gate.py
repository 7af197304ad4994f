"""Where pages meet the application: who acts, and the two ways of asking it for something."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol, TypeVar, cast

from flask import current_app
from flask_login import current_user

from engine.config import Config
from engine.model.people import PUBLIC, Actor
from engine.model.request import Command, Query
from engine.secrets import Secrets
from engine.watching import Watch

Answer = TypeVar("Answer")


class Querela(Protocol):
    """What the pages need of the application object that `engine.bootstrap` builds."""

    @property
    def config(self) -> Config: ...
    @property
    def secrets(self) -> Secrets: ...
    def do(self, command: Command[Answer], actor: Actor = ...) -> Answer: ...
    def ask(self, query: Query[Answer], actor: Actor = ...) -> Answer: ...
    def now(self) -> datetime: ...
    def require_kind(self) -> None: ...
    def about(self) -> Mapping[str, str]: ...
    @property
    def watch(self) -> Watch | None: ...


def querela() -> Querela:
    """The application that this web server belongs to."""
    return cast(Querela, current_app.extensions["querela"])


def actor() -> Actor:
    """Who makes this request: the person who signed in, or the public."""
    return Actor.of(current_user.person) if current_user.is_authenticated else PUBLIC


def do(command: Command[Answer]) -> Answer:
    """Carry out a command as whoever makes this request. Raises Refused."""
    return querela().do(command, actor())


def ask(query: Query[Answer]) -> Answer:
    """Look something up as whoever makes this request. Raises Refused."""
    return querela().ask(query, actor())

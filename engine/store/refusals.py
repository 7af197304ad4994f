"""What the database refuses or cannot do, told as one of our own errors."""

import sqlite3
from typing import NoReturn

from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)

from engine.errors import Broken, ConcurrentChange, InvalidInput, NotFound, Unavailable
from engine.feel.errors import FeelError

BUSY = "The database is busy with others; try again in a moment"
UNIQUE, FOREIGN_KEY = "23505", "23503"
LOST_RACES = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL: serialization failure, deadlock, lock not available."""
AWAY = ("08", "25006", "25P03", "53", "57P", "58")
"""Beginnings of PostgreSQL's states: connection lost, only to be read, idle for too long, out of room, shut
down, trouble of its machine."""
GONE = ("08", "25P03", "57P")
"""Those after which the session is no more, whether or not its connection has noticed."""
SQLITE_AWAY = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
    }
)
SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def told_plainly(context: ExceptionContext) -> None:
    """Raise one of our own errors in the place of the database's, where it is one."""
    if context.is_pre_ping:  # a dead connection of the pool is replaced by another, and nobody need know
        return
    error = context.sqlalchemy_exception
    cause = context.original_exception
    state = getattr(cause, "sqlstate", None)
    if state is not None and state.startswith(GONE):
        context.is_disconnect = True  # so that nobody asks this connection for anything more
    if isinstance(error, IntegrityError):
        _refuse(cause, state)
    if state in LOST_RACES:
        raise ConcurrentChange("Somebody else changed the same case at the same moment") from cause
    if isinstance(cause, FeelError):
        raise InvalidInput(str(cause)) from cause
    if isinstance(error, DataError) or isinstance(cause, UnicodeEncodeError | OverflowError):
        raise InvalidInput(
            "A value cannot be kept: it is too large, or holds a character that is no text"
        ) from cause
    if isinstance(error, DatabaseError | InterfaceError) and not isinstance(error, ProgrammingError):
        _fail(cause, is_away=context.is_disconnect or _is_away(error, cause, state))


def _refuse(cause: BaseException, state: str | None) -> NoReturn:
    text = str(cause)
    if state == UNIQUE or "UNIQUE constraint" in text:
        raise ConcurrentChange("Somebody else has stored the same thing already") from cause
    if state == FOREIGN_KEY or "FOREIGN KEY constraint" in text:
        raise NotFound("Expected to find what a new row refers to, but it is not there") from cause
    raise InvalidInput("A value is missing, or not one of those allowed") from cause


def _is_away(error: DatabaseError | InterfaceError, cause: BaseException, state: str | None) -> bool:
    """Whether it may answer again when somebody has looked after it, or in a moment."""
    if isinstance(cause, sqlite3.Error):
        return _code(cause) in SQLITE_AWAY
    if state is None:  # PostgreSQL has not said anything: the connection has
        return isinstance(error, OperationalError | InterfaceError)
    return state.startswith(AWAY)


def _fail(cause: BaseException, *, is_away: bool) -> NoReturn:
    said = str(cause).strip().partition("\n")[0]
    if isinstance(cause, sqlite3.Error) and _code(cause) in SQLITE_BUSY:
        raise Unavailable(BUSY) from cause
    if is_away:
        raise Unavailable(f"The database does not answer: {said}") from cause
    raise Broken(f"The database cannot be used: {said}") from cause


def _code(cause: sqlite3.Error) -> int:
    """SQLite's primary error code; 1, an error like any other, where Python says none."""
    return int(getattr(cause, "sqlite_errorcode", 1)) & 0xFF

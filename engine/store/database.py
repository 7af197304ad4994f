"""The connection to SQLite or PostgreSQL: how it opens, how a transaction begins, how refusals are told."""

from typing import Any, NoReturn

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from engine.errors import BadConfiguration, ConcurrentChange, InvalidInput, NotFound
from engine.feel.errors import FeelError

BUSY_SECONDS = 30
"""How long a writer of the embedded database waits for its turn."""

POOL_SIZE = 10
POOL_OVERFLOW = 20

UNIQUE, FOREIGN_KEY = "23505", "23503"
LOST_RACES = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL: serialization failure, deadlock, lock not available."""


def open_engine(url: str) -> Engine:
    """The pool of connections to the database of that URL; connects at the first use only.

    Raises:
        BadConfiguration: the URL names no database that can be used.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise BadConfiguration("Expected the database's URL to read like sqlite:///file.db") from error
    if address.drivername in ("sqlite", "sqlite+pysqlite"):
        engine = _sqlite(address)
    elif address.drivername in ("postgresql", "postgresql+psycopg"):
        engine = _postgresql(address)
    else:
        raise BadConfiguration(
            f"Expected a database at sqlite:///… or postgresql+psycopg://…, found {address.drivername!r}"
        )
    event.listen(engine, "handle_error", _told_plainly)
    return engine


def writer(engine: Engine) -> Engine:
    """The same pool, for transactions that write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(begin="BEGIN IMMEDIATE")
    return engine


def reader(engine: Engine) -> Engine:
    """The same pool, for transactions that look only, and see one moment throughout."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite(address: URL) -> Engine:
    # One connection alone sees a database in memory, so its users take turns.
    in_memory = address.database in (None, "", ":memory:") or "mode=memory" in str(address)
    size = {"pool_size": 1, "max_overflow": 0} if in_memory else _pool()
    engine = create_engine(
        address,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        **size,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(address: URL) -> Engine:
    return create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True, **_pool())


def _pool() -> dict[str, Any]:
    return {"pool_size": POOL_SIZE, "max_overflow": POOL_OVERFLOW}


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = (
        None  # transactions begin where the listener below says, not where Python guesses
    )
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",  # what was acknowledged survives the loss of power
        "foreign_keys = ON",
        "cache_size = -16384",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _told_plainly(context: ExceptionContext) -> None:
    """Raise one of our own refusals in the place of the database's, where it is one."""
    error = context.sqlalchemy_exception
    cause = context.original_exception
    state = getattr(cause, "sqlstate", None)
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


def _refuse(cause: BaseException, state: str | None) -> NoReturn:
    text = str(cause)
    if state == UNIQUE or "UNIQUE constraint" in text:
        raise ConcurrentChange("Somebody else has stored the same thing already") from cause
    if state == FOREIGN_KEY or "FOREIGN KEY constraint" in text:
        raise NotFound("Expected to find what a new row refers to, but it is not there") from cause
    raise InvalidInput("A value is missing, or not one of those allowed") from cause

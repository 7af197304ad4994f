"""The connection to SQLite or PostgreSQL: how it opens, how a transaction begins, how refusals are told."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from engine.errors import BadConfiguration, EngineError, InDoubt, Unavailable
from engine.logs import fault, logger
from engine.store.prepared import say
from engine.store.refusals import BUSY, told_plainly

BUSY_SECONDS = 10
"""How long a writer of the embedded database waits for its turn."""

OLDEST_SQLITE = (3, 35, 0)
"""Knows RETURNING."""

POOL_SIZE = 10
POOL_OVERFLOW = 20
POOL_SECONDS = 5
"""How long a request waits for one of them."""
PATIENCE = {"connect_timeout": 5, "keepalives_idle": 15, "keepalives_interval": 5, "tcp_user_timeout": 20_000}
"""How long a server or a network that says nothing is waited for, unless the URL says otherwise: seconds, and
at the end milliseconds."""

WAIT_FOR_A_ROW = 5
"""Seconds that a transaction waits for another's lock, before the race counts as lost."""
IDLE_IN_TRANSACTION = 30
"""Seconds after which PostgreSQL ends a transaction whose process stands still, and frees what it locked."""

_HOLD = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_RELEASE = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")

_log = logger("database")


def open_engine(url: str, name: str = "querela") -> Engine:
    """The pool of connections to the database of that URL; connects at the first use only.

    `name`: how a shared database's sessions are called.

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
        engine = _postgresql(address, name)
    else:
        raise BadConfiguration(
            f"Expected a database at sqlite:///… or postgresql+psycopg://…, found {address.drivername!r}"
        )
    # on the dialect and not on the engine, whose listeners would cost time at every statement
    event.listen(engine.dialect, "handle_error", told_plainly)
    return engine


def conninfo(url: str, name: str = "querela") -> str | None:
    """The address of a PostgreSQL database as libpq writes it."""
    address = make_url(url)
    if not address.drivername.startswith("postgresql"):
        return None
    named = address.set(drivername="postgresql").update_query_dict({"application_name": name})
    return named.render_as_string(hide_password=False)


@contextmanager
def writing(engine: Engine, turns: Lock) -> Iterator[Connection]:
    """A transaction that writes: SQLite takes the lock at once, so that it need not fail half-way.

    `turns`: threads of this process wait for SQLite's lock here, in order, since SQLite itself lets them
    sleep and try again.
    """
    if engine.dialect.name != "sqlite":
        all_said = False
        try:
            with _connected(engine) as connection, connection.begin():
                yield connection
                all_said = True
        except Unavailable as lost:
            raise (InDoubt(str(lost)) if all_said else lost) from lost.__cause__
        return
    if not turns.acquire(timeout=BUSY_SECONDS):
        raise Unavailable(BUSY)
    try:
        with _connected(engine) as connection, connection.begin():
            say(connection, "BEGIN IMMEDIATE")
            yield connection
    finally:
        turns.release()


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    """A connection of the pool. Raises Unavailable where all stay in use."""
    try:
        connection = engine.connect()
    except PoolTimeout as wrong:
        raise Unavailable(BUSY) from wrong
    with connection:
        yield connection


def reader(engine: Engine) -> Engine:
    """The same pool, for transactions that look only: each sees one moment throughout."""
    if engine.dialect.name == "sqlite":  # there every transaction does
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def holding(engine: Engine, name: str) -> Iterator[bool]:
    """Whether the name is ours for this block: a lock of the session, which outlives its transactions.

    Raises Unavailable.
    """
    if engine.dialect.name == "sqlite":
        yield True
        return
    with _connected(engine) as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        ours = bool(connection.scalar(_HOLD, {"name": name}))
        try:
            yield ours
        finally:
            if ours:
                _let_go(connection, name)


def _let_go(connection: Connection, name: str) -> None:
    """Where the connection was lost, the lock went with it."""
    try:
        connection.execute(_RELEASE, {"name": name})
    except (EngineError, SQLAlchemyError) as gone:
        _log.warning("a lock went with its connection", lock=name, **fault(gone))
        connection.invalidate()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that looks only; `engine` is a reader().

    On PostgreSQL it ends with a commit: at a rollback psycopg forgets the connection's prepared statements.
    """
    with _connected(engine) as connection:
        connection.begin()
        if engine.dialect.name == "sqlite":
            say(connection, "BEGIN")
        yield connection
        if engine.dialect.name == "postgresql":
            connection.commit()


def _sqlite(address: URL) -> Engine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise BadConfiguration(f"Expected Python with SQLite 3.35 or newer, found {sqlite3.sqlite_version}")
    # One connection alone sees a database in memory, so its users take turns.
    in_memory = address.database in (None, "", ":memory:") or "mode=memory" in str(address)
    size = {"pool_size": 1, "max_overflow": 0} if in_memory else _pool()
    engine = create_engine(
        address,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        hide_parameters=True,  # they hold what people wrote, and errors are logged
        **size,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _postgresql(address: URL, name: str) -> Engine:
    url = address.set(drivername="postgresql+psycopg")
    connect: dict[str, Any] = {key: value for key, value in PATIENCE.items() if key not in address.query}
    connect["application_name"] = name
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=connect, **_pool())
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.execute(f"SET lock_timeout = '{WAIT_FOR_A_ROW}s'")
    connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_IN_TRANSACTION}s'")
    connection.commit()


def pool_of(engine: Engine) -> dict[str, int]:
    """The engine's connections: `size` it keeps, `limit` it opens at most, `open`, `overflow`, `in_use`."""
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    in_use = pool.checkedout()
    return {
        "size": pool.size(),
        "limit": pool.size() + pool._max_overflow,
        "open": in_use + pool.checkedin(),
        "overflow": max(0, pool.overflow()),
        "in_use": in_use,
    }


def _pool() -> dict[str, Any]:
    return {"pool_size": POOL_SIZE, "max_overflow": POOL_OVERFLOW, "pool_timeout": POOL_SECONDS}


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where Python guesses
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",  # what was acknowledged survives the loss of power
        "foreign_keys = ON",
        "cache_size = -16384",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")

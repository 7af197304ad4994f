"""Stores for tests on both databases: a migrated database is made once, then copied or emptied."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import create_engine, text

from engine.store import SqlStore
from engine.store.tables import metadata
from tests.support import postgres, requires

KINDS = ("sqlite", "postgresql")


@cache
def migrated_file() -> Path:
    """An SQLite file with the schema, made once."""
    path = Path(mkdtemp(prefix="querela-store-")) / "migrated.db"
    store = SqlStore(f"sqlite:///{path}")
    store.migrate()
    store.close()
    return path


def sqlite_url(folder: Path) -> str:
    """The URL of a new SQLite database with the schema, in that folder."""
    path = folder / "store.db"
    shutil.copyfile(migrated_file(), path)
    return f"sqlite:///{path}"


@cache
def migrated_database() -> str:
    """The URL of a PostgreSQL database with the schema, made once for this run."""
    url = postgres.create_database(requires.postgres())
    store = SqlStore(url)
    store.migrate()
    store.close()
    return url


def postgresql_url() -> str:
    """The URL of the PostgreSQL database with the schema, emptied."""
    url = migrated_database()
    engine = create_engine(url)
    with engine.begin() as connection:  # much faster than TRUNCATE where there is little in many tables
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    engine.dispose()
    return url


def url_of(kind: str, folder: Path) -> str:
    """The URL of an empty database of that kind with the schema, or a skip."""
    return sqlite_url(folder) if kind == "sqlite" else postgresql_url()


@contextmanager
def opened(url: str) -> Iterator[SqlStore]:
    store = SqlStore(url)
    yield store
    store.close()


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database with the schema, on each of the two in turn."""
    return url_of(request.param, tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    """An empty store, on each of the two databases in turn."""
    with opened(url) as made:
        yield made

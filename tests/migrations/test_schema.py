"""The steps lead to the schema that the code expects, whoever takes them, and however often."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, create_engine, inspect, text

from engine.errors import BadConfiguration
from engine.store import SqlStore
from engine.store.migrating import newest
from engine.store.migrations import HEAD
from engine.store.tables import metadata
from tests.store.databases import opened
from tests.store.samples import instance


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def migrate(url: str) -> None:
    with opened(url) as store:
        store.migrate()


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether it is ours: the queue beside our tables is Procrastinate's."""
    return kind != "table" or not str(name).startswith("procrastinate_")


def test_it_leads_to_the_schema_of_the_code(empty_url: str) -> None:
    migrate(empty_url)
    with connected(empty_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        assert compare_metadata(context, metadata) == []


def plain(index: Mapping[str, Any]) -> dict[str, object]:
    """An index whose condition can be compared."""
    return {**index, "dialect_options": {k: str(v) for k, v in index.get("dialect_options", {}).items()}}


def within_their_key(connection: Connection) -> dict[str, bool]:
    """Whether SQLite keeps a table's rows in the index of its key."""
    if connection.dialect.name != "sqlite":
        return {}
    found = connection.exec_driver_sql("SELECT name, wr FROM pragma_table_list")
    return {str(name): bool(within) for name, within in found}


def described(connection: Connection) -> dict[str, object]:
    """Everything that the database tells of its tables, checks and foreign keys' options included."""
    inspector = inspect(connection)
    return {
        table: {
            "within its key": within_their_key(connection).get(table, False),
            "columns": [{**c, "type": str(c["type"])} for c in inspector.get_columns(table)],
            "key": inspector.get_pk_constraint(table),
            "foreign": sorted(inspector.get_foreign_keys(table), key=str),
            "indexes": sorted(map(plain, inspector.get_indexes(table)), key=str),
            "unique": sorted(inspector.get_unique_constraints(table), key=str),
            "checks": sorted(inspector.get_check_constraints(table), key=str),
        }
        for table in sorted(inspector.get_table_names())
        if table != "alembic_version" and ours(table, "table", {})
    }


def test_it_makes_the_same_tables_as_the_metadata_does(empty_url: str) -> None:
    with connected(empty_url) as connection:
        metadata.create_all(connection)
        fresh = described(connection)
        metadata.drop_all(connection)
    migrate(empty_url)
    with connected(empty_url) as connection:
        migrated = described(connection)
    assert list(migrated) == list(fresh)
    for table in fresh:
        assert migrated[table] == fresh[table], table


def test_it_names_every_constraint() -> None:
    for table in metadata.tables.values():
        for constraint in table.constraints:
            kind = type(constraint).__name__
            prefix = {"PrimaryKeyConstraint": "pk", "ForeignKeyConstraint": "fk", "UniqueConstraint": "uq"}
            assert kind in prefix or isinstance(constraint, CheckConstraint)
            assert str(constraint.name).startswith(f"{prefix.get(kind, 'ck')}_{table.name}")
        for index in table.indexes:
            assert str(index.name).startswith(("uq_" if index.unique else "ix_") + table.name)
            assert len(str(index.name)) <= 63


def test_it_begins_every_key_of_an_instances_table_with_the_instance() -> None:
    for table in metadata.tables.values():
        if "instance_id" in table.columns:
            assert next(iter(table.primary_key)).name == "instance_id", table.name


def test_it_may_be_repeated(empty_url: str) -> None:
    migrate(empty_url)
    with opened(empty_url) as store:
        with store.begin() as unit:
            unit.instances.add(instance())
        store.migrate()
        with store.read() as unit:
            assert unit.instances.get("i1") == instance()


def test_it_knows_its_newest_step() -> None:
    assert newest() == HEAD


def test_it_is_ready_only_with_the_schema_of_this_release(empty_url: str) -> None:
    with opened(empty_url) as store:
        assert not store.ready()
        store.migrate()
        assert store.ready()
        with connected(empty_url) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        assert not store.ready()


def test_it_is_not_ready_without_a_database() -> None:
    store = SqlStore("postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert not store.ready()
    store.close()


def test_it_refuses_a_database_of_a_newer_release(empty_url: str) -> None:
    migrate(empty_url)
    with connected(empty_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with opened(empty_url) as store, pytest.raises(BadConfiguration, match="not of this release"):
        store.migrate()


MIGRATE = """
import sys
from engine.store import SqlStore
store = SqlStore(sys.argv[1])
sys.stdin.readline()
store.migrate()
with store.read() as unit:
    assert unit.reads.case_counts() == {"open": 0, "closed": 0, "late": 0}
"""


def test_it_lets_several_processes_begin_at_once(empty_url: str) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, empty_url],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    with opened(empty_url) as store:
        assert store.ready()


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://localhost/db", "sqlite+nothing://", "postgresql+pg8000://localhost/db"]
)
def test_it_refuses_a_database_that_it_cannot_use(url: str) -> None:
    with pytest.raises(BadConfiguration):
        SqlStore(url)

"""Upgrading in two steps: the release that runs does not notice the first; the second waits for its end."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from click.testing import CliRunner, Result
from sqlalchemy import Connection, create_engine, inspect, text

from engine.cli import main
from engine.errors import BadConfiguration, ConcurrentChange, WrongState
from engine.store import SqlStore, migrating, schema
from engine.store.migrating import AFTER, BEFORE, STOP, oldest_served, stage_of, steps, upgrade, upgrade_to
from engine.store.migrations import HEAD, SINCE
from engine.store.presence import SERVE
from engine.store.schema import NOTE, serves
from tests.support.requires import REPOSITORY

FIRST_STAGED = "0007"


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        yield connection
        connection.commit()
    engine.dispose()


class Step:
    """A step that there may be one day."""

    def __init__(self, revision: str, stage: str) -> None:
        self.revision = revision
        self.module = type("Module", (), {"stage": stage})


@pytest.fixture
def to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the release have steps that do nothing: 9001 and 9002 before, 9003 and 9004 after."""
    known = [*steps()]
    coming = [Step("9001", BEFORE), Step("9002", BEFORE), Step("9003", AFTER), Step("9004", AFTER)]

    def run_to(connection: Connection, revision: str) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
        schema.note_schema(connection, revision, migrating._broken_with(revision))

    monkeypatch.setattr(migrating, "steps", lambda: [*known, *coming])
    monkeypatch.setattr(migrating, "upgrade_to", run_to)
    monkeypatch.setattr(migrating, "HEAD", "9004")
    monkeypatch.setattr(serves, "__defaults__", ("9004", "9002"))


def migrated(url: str) -> None:
    with connected(url) as connection:
        upgrade_to(connection, HEAD)


def revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def test_this_release_knows_the_oldest_schema_that_it_runs_on() -> None:
    assert oldest_served() == SINCE


@pytest.mark.parametrize("step", [s for s in steps() if s.revision >= FIRST_STAGED], ids=lambda s: s.revision)
def test_each_step_says_when_it_runs(step: Any) -> None:
    assert getattr(step.module, "stage", None) in (BEFORE, AFTER, STOP)


def test_before_runs_all_but_the_steps_at_the_end_and_after_runs_those(empty_url: str, to_come: None) -> None:
    migrated(empty_url)
    with connected(empty_url) as connection:
        upgrade(connection, BEFORE)
        assert revision(connection) == "9002"
        upgrade(connection, BEFORE)
        assert revision(connection) == "9002"
        upgrade(connection, AFTER)
        assert revision(connection) == "9004"
        upgrade(connection, AFTER)
        upgrade(connection, BEFORE)
        assert revision(connection) == "9004"


def test_after_is_refused_while_the_steps_before_are_missing(empty_url: str, to_come: None) -> None:
    migrated(empty_url)
    with connected(empty_url) as connection, pytest.raises(BadConfiguration, match="init --before"):
        upgrade(connection, AFTER)


@pytest.mark.parametrize("stage", [AFTER, STOP])
def test_before_is_refused_where_running_servers_would_notice(
    empty_url: str, to_come: None, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    migrated(empty_url)
    known = [*steps(), Step("9000", stage), Step("9001", BEFORE)]
    monkeypatch.setattr(migrating, "steps", lambda: known)
    with connected(empty_url) as connection:
        with pytest.raises(BadConfiguration, match="Step 9000 changes what running servers use"):
            upgrade(connection, BEFORE)
        assert revision(connection) == HEAD
        upgrade(connection)
        assert revision(connection) == "9001"


def test_a_step_that_running_servers_would_notice_waits_for_their_end(
    empty_url: str, to_come: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrated(empty_url)
    additive = [*steps(), Step("9001", BEFORE)]
    monkeypatch.setattr(migrating, "steps", lambda: [*additive, Step("9002", STOP)])
    with closing(SqlStore(empty_url, SERVE)) as server, closing(SqlStore(empty_url)) as store:
        server.blank()  # a session from now on
        with server.present(SERVE):
            with pytest.raises(WrongState, match=r"Step 9002 .*: stop querela serve \(process \d+ on "):
                store.migrate()
            with connected(empty_url) as connection:
                assert revision(connection) == HEAD
            monkeypatch.setattr(migrating, "steps", lambda: additive)
            store.migrate()
    with connected(empty_url) as connection:
        assert revision(connection) == "9001"


def test_the_release_before_runs_on_what_only_grew(empty_url: str, to_come: None) -> None:
    """And no longer when something was taken away."""
    migrated(empty_url)
    with connected(empty_url) as connection:
        upgrade(connection, BEFORE)
        assert serves(connection, head=HEAD, oldest=SINCE)
        assert serves(connection, head="9004", oldest="9002")
        assert not serves(connection, head="9004", oldest="9003")
        upgrade(connection, AFTER)
        assert not serves(connection, head=HEAD, oldest=SINCE)
        assert serves(connection, head="9004", oldest="9002")


def test_a_server_of_the_release_before_starts_and_is_set_up_again_on_what_only_grew(
    empty_url: str, to_come: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrated(empty_url)
    with connected(empty_url) as connection:
        upgrade(connection, BEFORE)
    monkeypatch.undo()  # the release before knows nothing of these steps
    with closing(SqlStore(empty_url)) as store:
        assert store.ready()
        store.migrate()
        assert store.ready()
    with connected(empty_url) as connection:
        assert revision(connection) == "9002"


def test_a_note_that_speaks_of_another_revision_does_not_count(empty_url: str) -> None:
    migrated(empty_url)
    with connected(empty_url) as connection:
        assert schema.SqlSettings(connection).get(NOTE) == f"{HEAD} {migrating._broken_with(HEAD)}"
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        assert not serves(connection)


def test_a_new_database_gets_all_steps_at_once(empty_url: str) -> None:
    with closing(SqlStore(empty_url)) as store:
        store.migrate(BEFORE)
    with connected(empty_url) as connection:
        assert revision(connection) == HEAD


def shape(connection: Connection) -> dict[str, Any]:
    """What a statement of a running release may rely on, by table."""
    look = inspect(connection)
    return {
        name: {
            "columns": {c["name"]: c for c in look.get_columns(name)},
            "rules": {
                "key": look.get_pk_constraint(name)["constrained_columns"],
                "unique": sorted(map(repr, look.get_unique_constraints(name))),
                "checks": sorted(map(repr, look.get_check_constraints(name))),
                "foreign": sorted(map(repr, look.get_foreign_keys(name))),
                "unique indexes": sorted(
                    repr(i["column_names"]) for i in look.get_indexes(name) if i["unique"]
                ),
            },
        }
        for name in look.get_table_names()
    }


@pytest.mark.parametrize("step", [s for s in steps() if stage_of(s) == BEFORE], ids=lambda s: s.revision)
def test_a_step_before_only_adds(empty_url: str, step: Any) -> None:
    """Tables and columns stay as they were; a new column can be left out; no new rule binds an old table."""
    with connected(empty_url) as connection:
        upgrade_to(connection, step.down_revision)
        was = shape(connection)
        upgrade_to(connection, step.revision)
        is_now = shape(connection)
    for name, table in was.items():
        assert name in is_now
        now = is_now[name]
        assert now["rules"] == table["rules"], name
        for column, described in table["columns"].items():
            assert repr(now["columns"].get(column)) == repr(described)
        for column in now["columns"].keys() - table["columns"].keys():
            added = now["columns"][column]
            assert added["nullable"] or added["default"] is not None, f"{name}.{column}"


def test_a_step_beside_running_servers_does_not_wait_for_ever(
    postgres_url: str, to_come: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for a table makes all wait who come later."""
    migrated(postgres_url)

    def alter(connection: Connection, _revision: str) -> None:
        connection.execute(text("ALTER TABLE settings ADD COLUMN more text"))

    monkeypatch.setattr(migrating, "upgrade_to", alter)
    monkeypatch.setattr(migrating, "PATIENCE", "50ms")
    with connected(postgres_url) as other:
        other.execute(text("SELECT * FROM settings"))
        with closing(SqlStore(postgres_url)) as store, pytest.raises(ConcurrentChange, match="try again"):
            store.migrate(BEFORE)


def init(url: str, home: Path, *options: str) -> Result:
    environ = {"QUERELA_HOME": str(home), "QUERELA_DATABASE_URL": url, "QUERELA_ENV": "production"}
    return CliRunner().invoke(main, ["init", *options], env=environ)


def test_the_command_line_runs_the_steps_apart(empty_url: str, tmp_path: Path, to_come: None) -> None:
    migrated(empty_url)
    refused = init(empty_url, tmp_path, "--after")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "querela init --before" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert init(empty_url, tmp_path, "--before").exit_code == 0
    with connected(empty_url) as connection:
        assert revision(connection) == "9002"
    assert init(empty_url, tmp_path, "--after").exit_code == 0
    with connected(empty_url) as connection:
        assert revision(connection) == "9004"


def test_both_at_once_is_wrong_usage(tmp_path: Path) -> None:
    assert init(f"sqlite:///{tmp_path / 'x.db'}", tmp_path, "--before", "--after").exit_code == 2
    assert not (tmp_path / "x.db").exists()


def test_operators_are_told_which_steps_need_a_stop() -> None:
    told = (REPOSITORY / "docs" / "operations.md").read_text("utf-8")
    [row] = [line for line in told.splitlines() if line.startswith("| 00") and line.endswith("| stop |")]
    stops = {step.revision for step in steps() if stage_of(step) == STOP and step.revision >= FIRST_STAGED}
    assert set(re.findall(r"00\d\d", row)) == stops

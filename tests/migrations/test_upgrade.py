"""Cases that were opened on an earlier release's schema go on, and finish, on this one."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from engine.commands.intervene import ResumeInstance
from engine.history import verify
from engine.queries.register import CaseDetail
from engine.queries.sign_in import BearerOf
from engine.rescue.manifest import TABLES, Manifest
from engine.rescue.rows import write_rows
from engine.rescue.writer import new_archive
from engine.secrets import Secrets
from engine.store.copying import SqlIntake
from engine.store.migrating import upgrade_to
from engine.store.migrations import HEAD
from tests.commands.lodging import open_task
from tests.migrations.release import ASKED, CLAIMED, KEY, RELEASES, Release, read_release
from tests.rescue.conftest import MakePlace, kind, place
from tests.rescue.sites import Place, see_through
from tests.support.installation import MONDAY, Installation
from tests.whole.invariants import troubles

__all__ = ["kind", "place"]

PREVIOUS = sorted(file.stem for file in RELEASES.glob("*.jsonl"))

CAME_LATER = {
    "0005": {"jobs": {"hops"}},
    "0004": {"jobs": {"hops"}, "outbox": {"kind"}},
    "0003": {"jobs": None, "outbox": {"kind"}, "house_history": None},
}
"""Columns and tables that a schema before 0006 had not yet; its other rows were kept as in 0006."""


def as_of(release: Release, schema: str) -> dict[str, tuple[list[str], list[list[Any]]]]:
    """The release's tables as they were kept at an earlier schema, which lacks some."""
    lacking = CAME_LATER.get(schema, {})
    found = {}
    for name, (columns, rows) in release.tables.items():
        without = lacking.get(name, set())
        if without is None:
            continue
        places = [place for place, column in enumerate(columns) if column not in without]
        found[name] = ([columns[p] for p in places], [[row[p] for p in places] for row in rows])
    if "house_history" in lacking:  # the chain of the installation itself begins later, with its first entry
        columns, rows = found["settings"]
        found["settings"] = (columns, [row for row in rows if row[0] != "house.chain"])
    return found


def lay_down(place: Place, release: Release, schema: str) -> None:
    """Make the database as it was at that schema."""
    engine = create_engine(place.url)
    place.home.mkdir(exist_ok=True)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        upgrade_to(connection, schema)
        connection.exec_driver_sql("DELETE FROM settings")
        intake = SqlIntake(connection)
        for name, (columns, rows) in as_of(release, schema).items():
            intake.fill(name, columns, rows)
    engine.dispose()


def keyed(place: Place) -> Place:
    """The place with the key that the kept installations have."""
    return Place(place.home, place.url, {"QUERELA_SECRET_KEY": KEY})


def assert_all_go_on(house: Installation, release: Release) -> None:
    """Nothing is lost, nothing repeated, and every case can be brought to its end."""
    assert verify(house.querela.store).ok
    assert not troubles(house.querela)
    task = open_task(house, release.cases[CLAIMED][0], "investigate")
    assert (task.assignee, task.draft) == ("handler", {"findings": "It was open."})
    person = house.ask(BearerOf(release.token, loopback=True))
    assert person is not None
    assert person.login == "handler"
    for phase, (reference, _) in release.cases.items():
        assert house.ask(CaseDetail(reference)).complaint.description, phase
    house.do(ResumeInstance(release.suspended, "Audit over."), house.actor("quality"))
    open_task(house, release.cases[ASKED][0], "investigate")  # the reply that waited was handed over
    closed = see_through(house, [reference for reference, _ in release.cases.values()])
    assert set(closed.values()) == {"closed"}
    assert verify(house.querela.store).ok
    assert not troubles(house.querela)


@pytest.mark.parametrize("schema", PREVIOUS)
def test_open_cases_of_an_earlier_release_finish(place: MakePlace, kind: str, schema: str) -> None:
    release, here = read_release(schema), keyed(place(kind))
    lay_down(here, release, schema)
    with here.opened(ready=False) as house:
        assert house.querela.store.ready() is (schema == HEAD)
        house.querela.initialise()
        assert_all_go_on(house, release)


@pytest.mark.parametrize("schema", CAME_LATER)
def test_open_cases_of_a_schema_before_finish(place: MakePlace, schema: str) -> None:
    release, here = read_release("0006"), keyed(place("sqlite"))
    lay_down(here, release, schema)
    with here.opened(ready=False) as house:
        house.querela.initialise()
        assert_all_go_on(house, release)


@pytest.mark.parametrize("schema", PREVIOUS)
def test_a_backup_of_an_earlier_release_is_brought_to_this_one(
    place: MakePlace, tmp_path: Path, kind: str, schema: str
) -> None:
    release, there = read_release(schema), keyed(place(kind))
    file = tmp_path / "earlier.backup"
    write_archive(file, release)
    assert there.restore(file).schema == schema
    assert not list(there.home.glob(".restoring-*"))
    with there.opened() as house:
        assert_all_go_on(house, release)


def write_archive(file: Path, release: Release) -> None:
    """A backup as the earlier release would have made it."""
    with new_archive(file) as archive:
        for name, (columns, rows) in release.tables.items():
            with archive.part(f"{TABLES}{name}.jsonl") as part:
                write_rows(part, columns, rows)
        key = Secrets(KEY).fingerprint()
        parts = tuple(archive.parts)
        archive.finish(
            Manifest("0.0.0", release.schema, MONDAY, "production", "sqlite", key, parts, missing=0)
        )

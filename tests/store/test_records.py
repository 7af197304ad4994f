"""The record of a case: a row for each field, read and written only where a step names it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Connection, event

from engine.model.record import Amended
from engine.store import SqlStore
from tests.store.samples import open_case

CASE = "2026-000001"
RECORD = {"small": "kept", "large": "x" * 100_000, "danger": True}


@contextmanager
def carried(connection: Connection) -> Iterator[list[int]]:
    """The length of every value that statements bring to the database."""
    found: list[int] = []

    def note(_connection: object, _cursor: object, _statement: str, parameters: object, *_: object) -> None:
        rows = parameters if isinstance(parameters, list) else [parameters]
        found.extend(len(str(row)) for row in rows)

    event.listen(connection, "before_cursor_execute", note)
    yield found
    event.remove(connection, "before_cursor_execute", note)


def test_it_writes_only_what_is_amended(store: SqlStore) -> None:
    with store.begin() as unit:
        open_case(unit, record=RECORD)
    with store.begin() as unit, carried(unit.connection) as lengths:
        found = unit.complaints.get(CASE)
        saved = unit.complaints.save(
            replace(found, record=Amended(found.record, {"small": "new", "later": 5}), owner="ann")
        )
        unit.complaints.save(replace(saved, record=Amended(saved.record, {"last": None})))
        assert max(lengths) < 1000
    with store.read() as unit:
        found = unit.complaints.get(CASE)
    assert found.record == {**RECORD, "small": "new", "later": 5, "last": None}
    assert list(found.record) == ["small", "large", "danger", "later", "last"]
    assert found.version == 2


def test_it_reads_large_values_only_when_they_are_asked_for(store: SqlStore) -> None:
    with store.begin() as unit:
        open_case(unit, record=RECORD)
    with store.begin() as unit:
        record = unit.complaints.get(CASE).record
        asked: list[str] = []
        event.listen(unit.connection, "before_cursor_execute", lambda *a: asked.append(a[2]))
        assert record["small"] == "kept"
        assert "none" not in record
        assert list(record) == list(RECORD)
        assert len(asked) == 1
        assert record["large"] == RECORD["large"] == record["large"]
        assert len(asked) == 2


def test_it_replaces_a_record_that_is_given_anew(store: SqlStore) -> None:
    with store.begin() as unit:
        open_case(unit, record=RECORD)
    with store.begin() as unit:
        unit.complaints.save(replace(unit.complaints.get(CASE), record={"b": 1, "a": 2}))
    with store.read() as unit:
        assert dict(unit.complaints.get(CASE).record) == {"b": 1, "a": 2}


def test_it_lays_changes_over_a_record_without_reading_it() -> None:
    class Unread(dict[str, object]):
        def __getitem__(self, name: str) -> object:
            raise AssertionError(f"{name} was read")

    amended = Amended(Unread(a=1, b=2), {"b": 3, "c": 4})
    assert list(amended) == ["a", "b", "c"]
    assert (amended["b"], amended["c"], len(amended), "d" in amended) == (3, 4, 3, False)
    with pytest.raises(AssertionError, match="a was read"):
        amended["a"]

"""Statements compiled once do what SQLAlchemy's own execution does, whether or not somebody listens."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Boolean as Bool
from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    bindparam,
    event,
    insert,
    select,
    text,
)
from sqlalchemy import Text as Words
from sqlalchemy.exc import SQLAlchemyError

from engine.errors import ConcurrentChange, InvalidInput, Unavailable
from engine.store import SqlStore
from engine.store.prepared import Prepared, say
from engine.store.statements import insert_new
from engine.store.tables import instances
from engine.store.types import Names, UtcDateTime, Values
from tests.store.samples import START, instance

THINGS = Table(
    "things",
    MetaData(),
    Column("id", Words, primary_key=True),
    Column("at", UtcDateTime),
    Column("there", Bool),
    Column("raw", LargeBinary),
    Column("named", Names),
    Column("values", Values),
)
ADD = Prepared(insert(THINGS))
ADD_NEW = Prepared(insert_new(THINGS))
ONE = Prepared(select(THINGS).where(THINGS.c.id == bindparam("which")))
MOVE = Prepared(THINGS.update().where(THINGS.c.id == bindparam("which")).values(at=bindparam("then")))
ROW = {
    "id": "a",
    "at": START,
    "there": True,
    "raw": b"\x00\xff",
    "named": ("x", "y z"),
    "values": {"a%(b)s": "100 %", "?": None},
}


@pytest.fixture(params=["nobody listens", "somebody listens"])
def connection(request: pytest.FixtureRequest, store: SqlStore) -> Iterator[Connection]:
    with store.begin() as unit:
        found = unit.connection
        THINGS.metadata.create_all(found)
        if request.param == "somebody listens":
            event.listen(found, "before_cursor_execute", _hear)
        yield found
        found.execute(text("DROP TABLE things"))


def _hear(*_: Any) -> None:
    """Listening alone makes SQLAlchemy execute the statement."""


def test_it_writes_and_reads_every_type(connection: Connection) -> None:
    assert ADD.run(connection, ROW) == 1
    assert ONE.first(connection, {"which": "a"}) == ROW
    assert connection.execute(select(THINGS)).one()._asdict() == ROW
    assert ONE.first(connection, {"which": "b"}) is None


def test_it_writes_several_rows_at_once_and_tells_how_many_it_touched(connection: Connection) -> None:
    ADD.run_all(connection, [{**ROW, "id": "a"}, {**ROW, "id": "b"}])
    ADD.run_all(connection, [{**ROW, "id": "c"}])
    assert connection.scalars(select(THINGS.c.id).order_by(THINGS.c.id)).all() == ["a", "b", "c"]
    later = START + timedelta(hours=1)
    assert MOVE.run(connection, {"which": "b", "then": later}) == 1
    assert MOVE.run(connection, {"which": "z", "then": later}) == 0
    assert ADD_NEW.run(connection, ROW) == 0
    assert (ONE.first(connection, {"which": "b"}) or {})["at"] == later


def test_a_missing_value_is_no_null(connection: Connection) -> None:
    ADD.run(connection, ROW)
    with pytest.raises(KeyError):
        ADD.run(connection, {"id": "b"})


@pytest.mark.parametrize("listening", [False, True])
def test_a_refusal_of_the_driver_is_told_as_any_other(store: SqlStore, listening: bool) -> None:
    add = Prepared(insert(instances))
    row = {name: getattr(instance("i1"), name) for name in instances.columns.keys()}  # noqa: SIM118
    with store.begin() as unit:
        add.run(unit.connection, row)
    with store.begin() as unit:
        if listening:
            event.listen(unit.connection, "before_cursor_execute", _hear)
        with pytest.raises((InvalidInput, ConcurrentChange)):
            add.run(unit.connection, row)
        unit.connection.rollback()


@pytest.mark.parametrize("listening", [False, True])
def test_a_connection_that_the_driver_has_given_up_is_told_as_any_other_loss(
    store: SqlStore, listening: bool
) -> None:
    def lose() -> None:
        with store.begin() as unit:
            if listening:
                event.listen(unit.connection, "before_cursor_execute", _hear)
            driver: Any = unit.connection.connection.driver_connection
            driver.close()
            say(unit.connection, "SELECT 1")

    with pytest.raises(Unavailable if store.conninfo else SQLAlchemyError):
        lose()
    with store.begin() as unit:
        say(unit.connection, "SELECT 1")

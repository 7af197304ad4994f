"""Hashes that were kept as text go on as bytes, and what was changed by hand before stays visible."""

from alembic import command
from sqlalchemy import text

from engine.history import verify
from engine.history.chain import entries
from engine.store.migrating import configuration, upgrade
from tests.history.events import EVENTS
from tests.migrations.test_records_apart import INSTANCE
from tests.migrations.test_schema import connected
from tests.store.databases import opened

COLUMNS = "instance_id, seq, at, actor, kind, element, name, data, previous_hash, hash"


def lay_down(url: str, *more: str) -> None:
    """A chain as the schema before kept it: written by this release's code, then told in its columns."""
    made = entries("i1", 0, "", EVENTS, "ann", lambda: bytes(range(16)))
    with connected(url) as connection:
        command.upgrade(configuration(connection), "0009")
    with connected(url) as connection:
        connection.execute(text(INSTANCE), {"state": b""})
        end = {"length": made.length, "head": made.head}
        connection.execute(text("UPDATE instances SET chain_length = :length, chain_head = :head"), end)
        names = COLUMNS.split(", ")
        row = text(f"INSERT INTO history ({COLUMNS}) VALUES (:{', :'.join(names)})")  # noqa: S608
        for entry in made.rows:
            values = [getattr(entry, "instance" if name == "instance_id" else name) for name in names]
            connection.execute(row, dict(zip(names, values, strict=True)))
        kept = text("INSERT INTO history_values VALUES (:instance, :seq, :commitment, :salt, :value)")
        for value in {(each.seq, each.commitment): each for each in made.kept}.values():
            fields = ("instance", "seq", "commitment", "salt", "value")
            connection.execute(kept, {name: getattr(value, name) for name in fields})
        for statement in more:
            connection.execute(text(statement))
    with connected(url) as connection:
        upgrade(connection)


def test_it_keeps_every_chain_and_every_kept_text(empty_url: str) -> None:
    lay_down(empty_url)
    with opened(empty_url) as store:
        found = verify(store)
        assert (found.ok, found.chains, found.entries) == (True, 1, len(EVENTS))
        with store.read() as unit:
            first = unit.history.of_instance("i1")[0]
            assert unit.history.reveal(first)["record"]["name"] == "Zoë"  # type: ignore[index]


def test_it_does_not_mend_what_was_changed_before(empty_url: str) -> None:
    for_entry = "WHERE instance_id = 'i1' AND seq = 3"
    lay_down(empty_url, f"UPDATE history SET hash = upper(hash) {for_entry}")  # noqa: S608
    with opened(empty_url) as store:
        broken = verify(store).first_broken
    assert broken is not None
    assert (broken.instance, broken.seq) == ("i1", 3)


def test_it_does_not_lose_a_hash_that_is_none(empty_url: str) -> None:
    lay_down(empty_url, "UPDATE history SET hash = 'nothing of the kind' WHERE seq = 2")
    with opened(empty_url) as store:
        broken = verify(store).first_broken
    assert broken is not None
    assert (broken.instance, broken.seq) == ("i1", 2)

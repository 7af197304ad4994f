"""Whoever changes the stored history by hand is found out: any row, any column, on both databases."""

# ruff: noqa: S608 - the statements are made of the tables in this file

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, Engine, Table, create_engine, select, text

from engine.history import Verification, verify
from engine.store import SqlStore
from engine.store.tables import history, history_values, instances
from tests.history.events import EVENTS
from tests.store.samples import complaint, instance

CASES = ("i1", "i2", "i3")


@dataclass
class Forger:
    """Changes rows behind the store's back, and puts them back."""

    store: SqlStore
    engine: Engine

    def verified(self, *statements: str, **values: object) -> Verification:
        """What the proof says after these statements; afterwards all is as before."""
        before = {t: self.rows(t) for t in (instances, history, history_values)}
        self.run(*statements, **values)
        found = verify(self.store)
        with self.engine.begin() as connection:
            self.unguard(connection)
            for table in reversed(list(before)):
                connection.execute(table.delete())
            for table, rows in before.items():
                if rows:
                    connection.execute(table.insert(), rows)
        return found

    def run(self, *statements: str, **values: object) -> None:
        with self.engine.begin() as connection:
            self.unguard(connection)
            for statement in statements:
                done = connection.execute(text(statement), values)
                assert done.rowcount != 0, statement

    def unguard(self, connection: Connection) -> None:
        """Foreign keys do not stop who has the database in his hands."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))

    def rows(self, table: Table) -> list[dict[str, object]]:
        with self.engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(select(table))]


@pytest.fixture
def forger(store: SqlStore, url: str) -> Iterator[Forger]:
    """Three cases with a history each, and one instance without."""
    with store.begin() as unit:
        for number, id in enumerate(CASES, 1):
            reference = f"2026-{number:06d}"
            row = instance(id, reference=reference)
            unit.instances.add(row)
            unit.complaints.add(complaint(reference, instance=id))
            unit.instances.save(unit.history.append(row, EVENTS, "ann"))
        unit.instances.add(instance("i4"))
    engine = create_engine(url)
    yield Forger(store, engine)
    engine.dispose()


def test_it_finds_nothing_where_nothing_was_done(forger: Forger) -> None:
    found = forger.verified()
    assert found == Verification(True, 4, 3 * len(EVENTS), None)


OTHER_BYTES = "'Bytes like any others, 32 of them'"
CHANGES = {
    "instance_id": ["'i4'", "'nobody'"],
    "seq": ["99", "1000000"],
    "at": ["'2020-01-01T00:00:00.000000Z'"],
    "actor": ["'eve'", "''", "actor || ' '"],
    "kind": ["'task-claimed'"],
    "element": ["'other'", "CASE WHEN element IS NULL THEN '' ELSE NULL END"],
    "name": ["'other'", "CASE WHEN name IS NULL THEN '' ELSE NULL END"],
    "data": ["'{}'", "data || ' '", "replace(data, ':', ': ')", "'{'", "''", "'[]'", "'null'"],
    "previous_hash": ["'0'", "hash", "''", OTHER_BYTES],
    "hash": ["'0'", "previous_hash", "''", OTHER_BYTES],
}
UNCHANGED = {("previous_hash", 1, "''")}


def test_it_finds_a_change_of_any_column_of_any_row(forger: Forger) -> None:
    assert set(CHANGES) == set(history.columns.keys())
    for column, values in CHANGES.items():
        for value in values:
            for id in CASES:
                for seq in (1, 3, len(EVENTS)):
                    if (column, seq, value) in UNCHANGED:
                        continue
                    statement = (
                        f"UPDATE history SET {column} = {value} WHERE instance_id = '{id}' AND seq = {seq}"
                    )
                    broken = forger.verified(statement).first_broken
                    assert broken is not None, statement
                    assert (broken.instance, broken.seq, broken.reference) == (
                        id,
                        seq,
                        f"2026-{id[1:]:0>6}",
                    ), statement


def test_it_finds_a_change_of_any_kept_text(forger: Forger) -> None:
    changes = {
        "instance_id": "'i4'",
        "seq": "seq + 1",
        "commitment": "'0'",
        "salt": "salt || salt",
        "value": "value || ' '",
    }
    assert set(changes) == set(history_values.columns.keys())
    for row in forger.rows(history_values):
        for column, value in changes.items():
            statement = f"UPDATE history_values SET {column} = {value} WHERE commitment = :commitment"
            made = bytes.fromhex(str(row["commitment"]))
            broken = forger.verified(statement, commitment=made).first_broken
            assert broken is not None, (column, row)
            assert "personal text" in broken.reason


OTHER_DAMAGE: list[tuple[str, list[str], str, int]] = [
    ("removed", ["DELETE FROM history WHERE instance_id = 'i2' AND seq = 2"], "i2", 2),
    ("cut off", ["DELETE FROM history WHERE instance_id = 'i2' AND seq > 4"], "i2", 5),
    ("all gone", ["DELETE FROM history WHERE instance_id = 'i2'"], "i2", 1),
    ("instance gone", ["DELETE FROM instances WHERE id = 'i2'"], "i2", 1),
    (
        "cut off with the instance's length",
        [
            "DELETE FROM history WHERE instance_id = 'i2' AND seq > 4",
            "UPDATE instances SET chain_length = 4 WHERE id = 'i2'",
        ],
        "i2",
        4,
    ),
    ("longer length", ["UPDATE instances SET chain_length = chain_length + 1 WHERE id = 'i2'"], "i2", 7),
    ("shorter length", ["UPDATE instances SET chain_length = chain_length - 1 WHERE id = 'i2'"], "i2", 6),
    ("another head", ["UPDATE instances SET chain_head = '0' WHERE id = 'i2'"], "i2", 6),
    ("a head without entries", ["UPDATE instances SET chain_head = '0' WHERE id = 'i4'"], "i4", 0),
    ("a length without entries", ["UPDATE instances SET chain_length = 2 WHERE id = 'i4'"], "i4", 1),
    (
        "swapped",
        [
            "UPDATE history SET seq = 100 WHERE instance_id = 'i2' AND seq = 2",
            "UPDATE history SET seq = 2 WHERE instance_id = 'i2' AND seq = 3",
            "UPDATE history SET seq = 3 WHERE instance_id = 'i2' AND seq = 100",
        ],
        "i2",
        2,
    ),
    (
        "closed up after a removal",
        [
            "DELETE FROM history WHERE instance_id = 'i2' AND seq = 3",
            "UPDATE history SET seq = 100 + seq WHERE instance_id = 'i2' AND seq > 3",
            "UPDATE history SET seq = seq - 101 WHERE instance_id = 'i2' AND seq > 100",
            "UPDATE instances SET chain_length = chain_length - 1 WHERE id = 'i2'",
        ],
        "i2",
        3,
    ),
    (
        "inserted behind the last",
        [
            "INSERT INTO history SELECT instance_id, 7, at, actor, kind, element, name, data, hash, hash "
            "FROM history WHERE instance_id = 'i2' AND seq = 6"
        ],
        "i2",
        7,
    ),
    (
        "moved to another instance",
        ["UPDATE history SET instance_id = 'i4' WHERE instance_id = 'i2'"],
        "i4",
        1,
    ),
    (
        "exchanged between two instances",
        [
            "UPDATE history SET instance_id = 'x' WHERE instance_id = 'i2' AND seq = 1",
            "UPDATE history SET instance_id = 'i2' WHERE instance_id = 'i3' AND seq = 1",
            "UPDATE history SET instance_id = 'i3' WHERE instance_id = 'x' AND seq = 1",
        ],
        "i2",
        1,
    ),
]


@pytest.mark.parametrize(
    ("what", "statements", "where", "seq"), OTHER_DAMAGE, ids=[d[0] for d in OTHER_DAMAGE]
)
def test_it_finds_other_damage(
    forger: Forger, what: str, statements: list[str], where: str, seq: int
) -> None:
    broken = forger.verified(*statements).first_broken
    assert broken is not None
    # without its own row, or where entries moved, another instance may be the first to show it
    if what not in ("moved to another instance",):
        assert (broken.instance, broken.seq) == (where, seq), broken


UNREADABLE = [
    ("history", "seq", "'three'"),
    ("history", "seq", "x'ff'"),
    ("history", "at", "'yesterday'"),
    ("history", "at", "17"),
    ("history", "at", "x'ff'"),
    ("history", "actor", "CAST(x'ff' AS TEXT)"),
    ("history", "actor", "x'ff'"),
    ("history", "actor", "1.5"),
    ("history", "data", "CAST(x'ff' AS TEXT)"),
    ("history", "data", "x'7b7d'"),
    ("history", "hash", "x'ff'"),
    ("history", "hash", "lower(hex(hash))"),
    ("history", "hash", "17"),
    ("history", "previous_hash", "lower(hex(previous_hash))"),
    ("history", "previous_hash", "CAST(x'ff' AS TEXT)"),
    ("history", "instance_id", "x'ff'"),
    ("history", "name", "char(0)"),
    ("instances", "chain_length", "'many'"),
    ("instances", "chain_length", "6.5"),
    ("instances", "chain_head", "x'ff'"),
    ("history_values", "value", "x'ff'"),
    ("history_values", "salt", "'not hexadecimal'"),
    ("history_values", "salt", "lower(hex(salt))"),
    ("history_values", "commitment", "lower(hex(commitment))"),
    ("history_values", "commitment", "1.5"),
]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("table", "column", "value"), UNREADABLE)
def test_it_names_what_cannot_be_read(forger: Forger, table: str, column: str, value: str) -> None:
    key = "id" if table == "instances" else "instance_id"
    which = "" if table == "instances" else f" AND seq = {3 if table == 'history' else 1}"
    forger.run(f"UPDATE {table} SET {column} = {value} WHERE {key} = 'i2'{which}")
    broken = verify(forger.store).first_broken
    assert broken is not None
    assert broken.instance == "i2"


def test_it_says_in_plain_words_where_the_first_damage_is(forger: Forger) -> None:
    found = forger.verified(
        "UPDATE history SET actor = 'eve' WHERE instance_id <> 'i1' AND seq = 3",
    )
    assert not found.ok
    assert found.first_broken is not None
    assert found.first_broken.sentence() == (
        "History of instance i2 (complaint 2026-000002), entry 3: it was changed after it was written."
    )


def test_it_stays_whole_when_personal_texts_are_erased(forger: Forger, store: SqlStore) -> None:
    with store.begin() as unit:
        entry = unit.history.of_instance("i2")[0]
        assert unit.history.reveal(entry)["record"]["name"] == "Zoë"  # type: ignore[index]
        assert unit.history.erase("i2", 1) == 1
        assert unit.history.reveal(entry)["record"]["name"] is None  # type: ignore[index]
        assert unit.history.erase("i3") == 4
        assert unit.history.erase("i3") == 0
    assert verify(store).ok
    assert not [row for row in forger.rows(history_values) if row["instance_id"] == "i3"]


def test_it_verifies_while_others_append(store: SqlStore, forger: Forger) -> None:
    with store.evidence() as evidence:
        rows = evidence.rows()
        first = next(rows)
        with store.begin() as unit:
            unit.instances.save(unit.history.append(unit.instances.get("i3"), EVENTS, "bob"))
        assert len([first, *rows]) == 3 * len(EVENTS)
    assert verify(store) == Verification(True, 4, 4 * len(EVENTS), None)


def test_it_gives_entries_back_page_by_page(store: SqlStore, forger: Forger) -> None:
    with store.read() as unit:
        whole = unit.history.of_instance("i2")
        assert [entry.seq for entry in whole] == [1, 2, 3, 4, 5, 6]
        assert unit.history.of_instance("i2", after=2, limit=3) == whole[2:5]
        paged: list[object] = []
        after: tuple[str, int] | None = None
        while page := unit.reads.all_history(after, 4):
            paged += page
            after = (page[-1].instance, page[-1].seq)
        assert paged == [entry for id in CASES for entry in unit.history.of_instance(id)]
        assert unit.reads.chains() == [
            *((id, len(EVENTS), unit.instances.get(id).chain_head) for id in CASES),
            ("i4", 0, ""),
        ]

"""Entries, their hashes, and the proof of one chain."""

import json
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history import StoredEntry, canonical, entries, entry_hash, verify_chain
from engine.history.chain import read_data
from engine.model.work import HistoryEntry
from engine.store.types import moment
from tests.history.events import EVENTS, counted_salts


def read(row: StoredEntry) -> HistoryEntry:
    """A stored row as an entry."""
    values: dict[str, Any] = {f.name: getattr(row, f.name) for f in fields(row)}
    return HistoryEntry(**{**values, "at": moment(row.at), "data": read_data(str(row.data))})


CHAINED = entries("i1", 0, "", EVENTS, "ann", counted_salts())
CHAIN = [read(row) for row in CHAINED.rows]


def test_it_numbers_and_links_entries() -> None:
    assert [entry.seq for entry in CHAIN] == list(range(1, len(EVENTS) + 1))
    assert [entry.previous_hash for entry in CHAIN] == ["", *(entry.hash for entry in CHAIN[:-1])]
    assert (CHAINED.length, CHAINED.head) == (len(EVENTS), CHAIN[-1].hash)
    assert CHAIN[1].kind == "milestone-reached"
    assert (CHAIN[1].element, CHAIN[1].name, CHAIN[1].actor) == ("start", "Complaint “received”", "ann")


def test_it_goes_on_where_a_chain_ended() -> None:
    salts = counted_salts()
    first = entries("i1", 0, "", EVENTS[:2], "ann", salts)
    second = entries("i1", first.length, first.head, EVENTS[2:], "ann", salts)
    assert [*first.rows, *second.rows] == CHAINED.rows


def test_it_answers_the_same_end_where_nothing_happened() -> None:
    nothing = entries("i1", 3, "head", [], "ann", counted_salts())
    assert (nothing.rows, nothing.kept, nothing.length, nothing.head) == ([], [], 3, "head")


def test_its_hash_can_be_recomputed_by_anybody() -> None:
    # written with nothing of ours but the tag, as a stand-alone verifier would
    for row in CHAINED.rows:
        columns = {f.name: getattr(row, f.name) for f in fields(row) if f.name != "hash"}
        columns["data"] = json.loads(str(row.data))
        text = json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert sha256(b"querela/history/1\n" + text.encode()).hexdigest() == row.hash
        assert canonical(read(row)) == text
        assert entry_hash(read(row)) == row.hash


def test_its_way_of_writing_does_not_change() -> None:
    # a release that wrote otherwise could not prove the histories of those before it
    assert CHAINED.head == "c56a59286aaeb473c18891e5faee2ebd19a547f9ce30d9cb92b0e2a2d77a2c36"


def test_it_finds_an_intact_chain_whole() -> None:
    assert verify_chain(CHAIN, len(CHAIN), CHAIN[-1].hash) is None
    assert verify_chain([], 0, "") is None


@pytest.mark.parametrize("seq", range(1, len(EVENTS) + 1))
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("instance", "i2"),
        ("seq", 99),
        ("seq", 0),
        ("at", CHAIN[0].at + timedelta(microseconds=1)),
        ("actor", "eve"),
        ("kind", "element-cancelled"),
        ("element", "other"),
        ("name", ""),
        ("data", {}),
        ("previous_hash", "0" * 64),
        ("hash", "0" * 64),
    ],
)
def test_it_finds_a_change_of_any_column(seq: int, column: str, value: Any) -> None:
    changed = [replace(e, **{column: value}) if e.seq == seq else e for e in CHAIN]
    found = verify_chain(changed, len(CHAIN), CHAIN[-1].hash)
    assert found is not None
    assert found.seq == seq
    assert found.reason


@given(st.data())
def test_it_finds_a_removed_inserted_swapped_or_repeated_entry(data: st.DataObject) -> None:
    here = data.draw(st.integers(0, len(CHAIN) - 1))
    there = data.draw(st.integers(0, len(CHAIN) - 1).filter(lambda other: other != here))
    changed = list(CHAIN)
    match data.draw(st.sampled_from(["remove", "repeat", "swap", "move"])):
        case "remove":
            del changed[here]
        case "repeat":
            changed.insert(there, CHAIN[here])
        case "swap":
            changed[here], changed[there] = changed[there], changed[here]
        case "move":
            changed.insert(there, changed.pop(here))
    assert verify_chain(changed, len(CHAIN), CHAIN[-1].hash) is not None


@given(st.integers(0, len(CHAIN) - 1))
def test_it_finds_a_chain_cut_off(kept: int) -> None:
    found = verify_chain(CHAIN[:kept], len(CHAIN), CHAIN[-1].hash)
    assert found is not None
    assert found.seq == kept + 1
    assert "missing" in found.reason


def test_it_finds_an_end_that_the_instance_does_not_tell_of() -> None:
    assert verify_chain(CHAIN, len(CHAIN) - 1, CHAIN[-1].hash) is not None
    assert verify_chain(CHAIN, len(CHAIN), CHAIN[-2].hash) is not None
    assert verify_chain(CHAIN, 0, "") is not None
    assert verify_chain([], 0, CHAIN[0].hash) is not None


def test_it_finds_a_forged_chain_by_its_head() -> None:
    forged = entries("i1", 0, "", [replace(EVENTS[0], element="forged"), *EVENTS[1:]], "ann", counted_salts())
    found = verify_chain([read(row) for row in forged.rows], len(CHAIN), CHAIN[-1].hash)
    assert found is not None
    assert found.sentence() == ("History of instance i1, entry 6: the instance names another last entry.")


def test_it_keeps_exact_numbers_in_its_data() -> None:
    assert CHAIN[0].data["record"]["amount"] == {"$type": "number", "$value": "12.50"}  # type: ignore[index]
    assert read_data('{"a":0.10}') == {"a": Decimal("0.10")}

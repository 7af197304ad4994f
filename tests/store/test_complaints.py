"""The register and what stands around each entry."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.errors import ConcurrentChange, NotFound
from engine.feel.values import FeelDate
from engine.model.complaint import Attachment, Complainant, ConversationEntry, Kind
from engine.model.work import Pause
from engine.store import SqlStore
from tests.store.samples import START, clock, complaint, hours, instance, open_case

FULL: dict[str, Any] = {
    "product": "Kettle",
    "category": "quality",
    "outcome_sought": "refund",
    "occurred_on": date(2025, 12, 24),
    "external_id": "CRM-1",
    "outcome": "upheld",
    "severity": 3,
    "priority": "high",
    "owner": "ann",
    "closed_at": hours(9),
    "merged_into": "2025-000009",
    "recorded_by": "bob",
    "status": "closed",
    "kind": Kind.ENQUIRY,
    "record": {"amount": Decimal("12.50"), "on": FeelDate(2025, 12, 24), "lines": [{"b": 1, "a": True}]},
}


def test_it_gives_back_what_was_added(store: SqlStore) -> None:
    made = complaint(**FULL)
    with store.begin() as unit:
        unit.instances.add(instance())
        unit.complaints.add(made)
    with store.read() as unit:
        found = unit.complaints.get("2026-000001")
    assert found == made
    assert str(found.record["amount"]) == "12.50"
    assert list(found.record["lines"][0]) == ["b", "a"]  # type: ignore[index]


@pytest.mark.parametrize("name", sorted({*FULL, "complainant", "subject"}))
def test_it_saves_a_change_of_one_field(store: SqlStore, name: str) -> None:
    value = {**FULL, "complainant": Complainant(anonymous=True), "subject": "Another"}[name]
    with store.begin() as unit:
        open_case(unit)
    with store.begin() as unit:
        saved = unit.complaints.save(replace(unit.complaints.get("2026-000001"), **{name: value}))
        saved = replace(saved, record=dict(saved.record))  # to be read when the transaction is over
    with store.read() as unit:
        assert unit.complaints.get("2026-000001") == saved
    assert saved.version == 1
    assert [
        f.name for f in fields(saved) if getattr(saved, f.name) != getattr(complaint(), f.name)
    ] == sorted([name, "version"], key=[f.name for f in fields(saved)].index)


def test_it_refuses_a_write_over_a_newer_version(store: SqlStore) -> None:
    with store.begin() as unit:
        open_case(unit)
        unit.complaints.save(complaint(subject="First"))
    with pytest.raises(ConcurrentChange), store.begin() as unit:
        unit.complaints.save(complaint(subject="Second"))


def test_it_says_that_a_complaint_is_not_there(store: SqlStore) -> None:
    with store.begin() as unit, pytest.raises(NotFound):
        unit.complaints.get("2026-000009")
    with pytest.raises(NotFound), store.begin() as unit:
        unit.complaints.save(complaint())


def test_it_numbers_each_year_from_one_without_gaps(store: SqlStore) -> None:
    with store.begin() as unit:
        assert [unit.complaints.next_reference(y) for y in (2026, 2026, 2027)] == [
            "2026-000001",
            "2026-000002",
            "2027-000001",
        ]
    with pytest.raises(NotFound), store.begin() as unit:
        unit.complaints.get(unit.complaints.next_reference(2026))
    with store.begin() as unit:
        assert unit.complaints.next_reference(2026) == "2026-000003"


def test_it_takes_an_external_id_once(store: SqlStore) -> None:
    with store.begin() as unit:
        open_case(unit, 1, external_id="CRM-1")
        open_case(unit, 2)
        open_case(unit, 3)
        assert unit.complaints.by_external_id("CRM-1") == complaint(external_id="CRM-1")
        assert unit.complaints.by_external_id("CRM-2") is None
    with pytest.raises(ConcurrentChange), store.begin() as unit:
        open_case(unit, 4, external_id="CRM-1")


def test_it_notes_a_milestone_once(store: SqlStore) -> None:
    with store.begin() as unit:
        reference = open_case(unit)
        assert unit.complaints.reach(reference, "acknowledged", hours(3))
        assert unit.complaints.reach(reference, "received", START)
        assert not unit.complaints.reach(reference, "acknowledged", hours(9))
        found = unit.complaints.milestones(reference)
    assert list(found.items()) == [("received", START), ("acknowledged", hours(3))]


def test_it_replaces_a_clock_of_the_same_name(store: SqlStore) -> None:
    changed = clock(due_at=hours(72), breached_at=hours(48), stopped_at=hours(60), extended_reason="more")
    with store.begin() as unit:
        open_case(unit)
        unit.complaints.put_clock(clock())
        unit.complaints.put_clock(clock("close", due_at=hours(99)))
        unit.complaints.put_clock(changed)
        assert unit.complaints.clocks("2026-000001") == [changed, clock("close", due_at=hours(99))]
        assert unit.complaints.clocks("2026-000002") == []


def test_it_replaces_a_pause_with_the_same_start(store: SqlStore) -> None:
    pause = Pause("2026-000001", START, hours(24), "photos", "complainant")
    with store.begin() as unit:
        open_case(unit)
        unit.complaints.put_pause(replace(pause, started_at=hours(30), until=hours(40)))
        unit.complaints.put_pause(pause)
        unit.complaints.put_pause(replace(pause, ended_at=hours(2)))
        assert unit.complaints.pauses("2026-000001") == [
            replace(pause, ended_at=hours(2)),
            replace(pause, started_at=hours(30), until=hours(40)),
        ]


def test_it_keeps_conversation_and_files_in_order(store: SqlStore) -> None:
    entry = ConversationEntry("c1", "2026-000001", hours(2), "in", "e-mail", "complainant", "Re", "Hello\n😀")
    file = Attachment("f1", "2026-000001", "Foto ü.png", "image/png", 5_000_000_000, "ab" * 32, START, "ann")
    with store.begin() as unit:
        open_case(unit)
        unit.complaints.say(entry)
        unit.complaints.say(replace(entry, id="c2", at=hours(1)))
        unit.complaints.attach(file)
    with store.read() as unit:
        assert [e.id for e in unit.complaints.conversation("2026-000001")] == ["c2", "c1"]
        assert unit.complaints.conversation("2026-000001")[1] == entry
        assert unit.complaints.attachments("2026-000001") == [file]


def test_it_refuses_what_belongs_to_no_complaint(store: SqlStore) -> None:
    with pytest.raises(NotFound), store.begin() as unit:
        unit.complaints.reach("2026-000009", "received", START)


def test_it_tells_pauses_and_the_next_breach_as_the_transaction_left_them(store: SqlStore) -> None:
    with store.begin() as unit:
        open_case(unit)
    with store.begin() as unit:
        reference = unit.complaints.get("2026-000001").reference
        assert unit.complaints.next_breach(reference) is None
        assert unit.complaints.pauses(reference) == ()
        unit.complaints.put_clock(clock(due_at=hours(5)))
        unit.complaints.put_clock(clock("decide", due_at=hours(3)))
        pause = Pause(reference, START, hours(1), "asked", "complainant")
        unit.complaints.put_pause(pause)
        assert unit.complaints.next_breach(reference) == hours(3)
        assert unit.complaints.pauses(reference) == [pause]
    with store.read() as unit:
        unit.complaints.get(reference)
        assert unit.complaints.next_breach(reference) == hours(3)
        assert unit.complaints.pauses(reference) == [pause]
    with store.begin() as unit:
        unit.complaints.get(reference)
        unit.complaints.put_clock(clock("decide", due_at=hours(3), breached_at=hours(3)))
        assert unit.complaints.next_breach(reference) == hours(5)

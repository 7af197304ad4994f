"""Cases are found by words, as people type them."""

from dataclasses import replace

from engine.model.complaint import Complainant
from engine.ports.reads import CaseFilter
from engine.store import SqlStore
from tests.store.samples import open_case, references

FOUND_BY = [
    "2026-000001",
    "000001",
    "KETTLE",
    "leaks broken",
    "elodie",
    "ÉLODIE müller",
    "elodie@example.org",
    "strasse",
    "100%",
    "a_b",
    "50! off",
    "+33",
    "crm-77",
    "warranty",
]


def test_it_finds_a_case_by_words_in_any_case_and_without_accents(store: SqlStore) -> None:
    person = Complainant("Élodie Müller", "elodie@example.org", "+33 5")
    with store.begin() as unit:
        open_case(
            unit,
            1,
            complainant=person,
            description="It leaks. 100% a_b 50! off. Hauptstraße",
            category="Warranty",
            external_id="CRM-77",
        )
        open_case(unit, 2, subject="Other", description="1000 aXb 50 of", complainant=Complainant("Bo"))
    for text in FOUND_BY:
        assert references(store, CaseFilter(text=text)) == ["2026-000001"], text


def test_it_no_longer_finds_what_was_erased(store: SqlStore) -> None:
    with store.begin() as unit:
        open_case(unit)
        found = unit.complaints.get("2026-000001")
        unit.complaints.save(replace(found, complainant=Complainant(), description=""))
    assert references(store, CaseFilter(text="ada")) == []
    assert references(store, CaseFilter(text="leaks")) == []
    assert references(store, CaseFilter(text="kettle")) == ["2026-000001"]

"""Definitions, people, settings and kept answers."""

from dataclasses import replace

import pytest

from engine.errors import InvalidInput, NotFound
from engine.model.package import ClockRule, Package
from engine.model.people import Person, Token
from engine.store import SqlStore
from tests.store.databases import opened
from tests.store.samples import START, hours

PACKAGE = Package(
    key="complaint",
    title="Complaint handling",
    process="complaint.bpmn",
    files={"complaint.bpmn": b"<definitions/>", "a.form": b"{}", "m.en.md": "für".encode()},
    also=("b.bpmn",),
    decisions=("t.dmn",),
    forms=("a.form",),
    messages=("m.en.md",),
    calendar="shop",
    clocks=(ClockRule("ack", "received", "acknowledged", "2", pausable=False),),
)
OTHER = replace(PACKAGE, files={"complaint.bpmn": b"<other/>"})
ANN = Person("ann", "Ann", "ann@example.org", frozenset({"handler"}), frozenset({"north", "south"}), "hash")


def test_it_publishes_versions_and_gives_them_back(store: SqlStore, url: str) -> None:
    with store.begin() as unit:
        first = unit.definitions.publish(PACKAGE, "ann", "start", START)
        second = unit.definitions.publish(OTHER, "bob", "better", hours(1))
    assert (first.version, second.version) == (1, 2)
    with opened(url) as another, another.read() as unit:
        assert unit.definitions.get("complaint") == second
        assert unit.definitions.get("complaint", 1) == first
        assert unit.definitions.package(first.sha256) == PACKAGE
        assert unit.definitions.package(second.sha256) == OTHER
        assert unit.definitions.all() == [second, first]


def test_it_answers_the_version_that_has_the_content_already(store: SqlStore) -> None:
    with store.begin() as unit:
        first = unit.definitions.publish(PACKAGE, "ann", "start", START)
        unit.definitions.publish(OTHER, "ann", "better", START)
        assert unit.definitions.publish(PACKAGE, "eve", "again", hours(9)) == first
        assert len(unit.definitions.all()) == 2


def test_it_refuses_the_same_files_under_another_key(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.definitions.publish(PACKAGE, "ann", "start", START)
        with pytest.raises(InvalidInput, match="already as process 'complaint'"):
            unit.definitions.publish(replace(PACKAGE, key="other"), "ann", "copy", START)


def test_it_says_that_a_definition_is_not_there(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.definitions.publish(PACKAGE, "ann", "start", START)
        for missing in (("other", None), ("complaint", 2)):
            with pytest.raises(NotFound):
                unit.definitions.get(*missing)
        with pytest.raises(NotFound):
            unit.definitions.package("0" * 64)


def test_it_keeps_people(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.people.add(ANN)
        unit.people.add(replace(ANN, login="bob", roles=frozenset(), groups=frozenset(), demo=True))
        unit.people.save(replace(ANN, active=False, name="Ann B."))
        assert unit.people.get("ann") == replace(ANN, active=False, name="Ann B.")
        assert unit.people.get("eve") is None
        assert [person.login for person in unit.people.all()] == ["ann", "bob"]


def test_it_refuses_a_login_that_is_taken(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.people.add(ANN)
        with pytest.raises(InvalidInput, match="'ann' is taken"):
            unit.people.add(replace(ANN, name="Another"))
        with pytest.raises(NotFound):
            unit.people.save(replace(ANN, login="eve"))
        assert unit.people.get("ann") == ANN


def test_it_finds_a_person_by_a_token(store: SqlStore) -> None:
    token = Token("hash", "ann", START, hours(1))
    with store.begin() as unit:
        unit.people.add(ANN)
        unit.people.add_token(token)
        assert unit.people.by_token("hash") == (ANN, token)
        assert unit.people.by_token("other") is None


def test_it_refuses_a_token_of_nobody(store: SqlStore) -> None:
    with pytest.raises(NotFound), store.begin() as unit:
        unit.people.add_token(Token("hash", "nobody", START))


def test_it_keeps_settings(store: SqlStore) -> None:
    with store.begin() as unit:
        assert unit.settings.get("kind") is None
        unit.settings.set("kind", "sandbox")
        unit.settings.set("kind", "production")
        unit.settings.set("other", "")
        assert unit.settings.get("kind") == "production"
        assert unit.settings.get("other") == ""


def test_it_keeps_the_first_answer(store: SqlStore) -> None:
    with store.begin() as unit:
        assert unit.answers.add("ann", "k1", "print", b"\x00answer", START)
        assert not unit.answers.add("ann", "k1", "print", b"other", hours(1))
        assert unit.answers.add("bob", "k1", "print", b"bob's", hours(1))
        assert unit.answers.get("ann", "k1") == ("print", b"\x00answer")
        assert unit.answers.get("ann", "k2") is None
        assert unit.answers.forget_before(hours(1)) == 1
        assert unit.answers.get("ann", "k1") is None
        assert unit.answers.get("bob", "k1") == ("print", b"bob's")


@pytest.mark.parametrize(
    ("groups", "left_out", "there"),
    [
        (["handler"], [], True),
        (["handler"], ["ann"], False),
        (["north"], [], True),
        (["nobody", "south"], ["bob"], True),
        (["Handler"], [], False),
        (["hand"], [], False),
        (["gone"], [], False),
        (['quo"te'], [], True),
        ([], [], False),
    ],
)
def test_it_says_whether_anybody_is_left(
    store: SqlStore, groups: list[str], left_out: list[str], there: bool
) -> None:
    with store.begin() as unit:
        unit.people.add(ANN)
        unit.people.add(replace(ANN, login="bob", roles=frozenset({'quo"te'}), groups=frozenset()))
        unit.people.add(replace(ANN, login="old", roles=frozenset({"gone"}), active=False))
        assert unit.people.anybody(groups, left_out) is there

"""The register, compared with a plain reading of its filter over random entries."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from sqlalchemy import event

from engine.errors import InvalidInput
from engine.model.complaint import Complaint, Kind
from engine.model.work import Clock, WorkItemState
from engine.ports.reads import CaseFilter
from engine.store import SqlStore
from engine.store.reads import narrowing, ways
from engine.store.reads.orders import SORTS
from tests.store.samples import clock, complaint, hours, instance, item, references

NUMBER = 40


def random_case(random: Random, number: int) -> Complaint:
    closed = random.random() < 0.4
    return complaint(
        f"2026-{number:06d}",
        instance=f"i{number}",
        received_at=hours(random.randint(0, 9)),
        recorded_at=hours(random.randint(10, 19)),
        status="closed" if closed else "open",
        closed_at=hours(random.randint(20, 25)) if closed else None,
        kind=random.choice([Kind.COMPLAINT, Kind.ENQUIRY]),
        channel=random.choice(["web", "phone"]),
        category=random.choice(["", "quality", "delivery"]),
        product=random.choice(["", "Kettle", "Toaster"]),
        outcome=random.choice([None, "upheld", "declined"]),
        owner=random.choice([None, "ann", "bob"]),
        severity=random.choice([None, 1, 2]),
        priority=random.choice([None, "high"]),
        subject=random.choice(["Broken", "Late"]),
    )


@pytest.fixture
def cases(store: SqlStore) -> dict[str, Complaint]:
    random = Random(11)
    made = [random_case(random, number) for number in range(1, NUMBER + 1)]
    with store.begin() as unit:
        for number, case in enumerate(made, 1):
            unit.instances.add(instance(f"i{number}", reference=case.reference))
            unit.complaints.add(case)
            unit.complaints.reach(case.reference, "received", case.received_at)
            if number % 3 == 0:
                unit.complaints.reach(case.reference, "acknowledged", hours(11))
            for made_clock in clocks_of(number):
                unit.complaints.put_clock(made_clock)
            unit.work_items.add([item(f"i{number}", 1, reference=case.reference, groups=groups_of(number))])
            if number % 5 == 0:
                task = unit.work_items.get(f"i{number}-1")
                unit.work_items.save(replace(task, state=WorkItemState.DONE, assignee="ann", closed_by="ann"))
    return {case.reference: case for case in made}


def number_of(case: Complaint) -> int:
    return int(case.reference[5:])


def groups_of(number: int) -> tuple[str, ...]:
    return ("handler", "reviewer") if number % 4 == 0 else ("handler",)


def clocks_of(number: int) -> list[Clock]:
    reference = f"2026-{number:06d}"
    late = {"breached_at": hours(48)} if number % 6 == 0 else {}
    stopped = {"stopped_at": hours(50)} if number % 12 == 0 else {}
    more = [clock("close", reference=reference, due_at=hours(20 + number % 3))] if number % 2 else []
    return [clock(reference=reference, due_at=hours(48), **late, **stopped), *more]


def is_late(number: int) -> bool:
    return number % 6 == 0 and number % 12 != 0


def next_clock(number: int) -> tuple[str, int] | None:
    if number % 2:
        return "close", 20 + number % 3
    return None if number % 12 == 0 else ("acknowledge", 48)


def test_it_shows_exactly_what_the_filter_wants(store: SqlStore, cases: dict[str, Complaint]) -> None:
    options = {
        "status": (None, "open"),
        "category": (None, "quality"),
        "owner": (None, "ann"),
        "late": (False, True),
        "login": (None, "ann", "eve"),
    }
    seen = 0
    for status, category, owner, late, login in product(*options.values()):
        wanted = CaseFilter(
            status=status,
            category=category,
            owner=owner,
            late=late,
            login=login,
            groups=frozenset({"reviewer"} if login else ()),
            received_from=hours(2),
            received_to=hours(8),
            limit=7,
        )
        expected = [
            case
            for case in cases.values()
            if hours(2) <= case.received_at < hours(8)
            and (status is None or case.status == status)
            and (category is None or case.category == category)
            and (owner is None or case.owner == owner)
            and (not late or is_late(number_of(case)))
            and (login is None or may_see(number_of(case), login))
        ]
        expected.sort(key=lambda case: (case.received_at, case.reference), reverse=True)
        assert references(store, wanted) == [case.reference for case in expected], wanted
        seen += bool(expected)
    assert seen > 20


def may_see(number: int, login: str) -> bool:
    """Ann did every fifth; the reviewers' tasks are open in every fourth that is not done."""
    done = number % 5 == 0
    return (done and login == "ann") or (not done and number % 4 == 0)


def test_it_sorts_by_every_column_and_turns_pages(store: SqlStore, cases: dict[str, Complaint]) -> None:
    def key(name: str, reference: str) -> tuple[object, str]:
        if name == "next_clock_due_at":
            found = next_clock(int(reference[5:]))
            return (hours(found[1]) if found else hours(1e6)), reference
        value = getattr(cases[reference], name)
        return (value is not None, value or ""), reference

    for name, sign in product(SORTS, ("", "-")):
        expected = sorted(cases, key=lambda reference, name=name: key(name, reference), reverse=bool(sign))
        assert references(store, CaseFilter(sort=sign + name, limit=9)) == expected, sign + name


@pytest.mark.parametrize(("most", "steps"), [(1_000, (1_000,)), (0, (7,)), (0, (2, 1_000))])
def test_it_finds_the_same_by_every_way(
    store: SqlStore,
    cases: dict[str, Complaint],
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    steps: tuple[int, ...],
) -> None:
    """Few cases are looked up; among many the list is passed step by step, as often as it takes."""
    monkeypatch.setattr(narrowing, "FEW", most)
    monkeypatch.setattr(ways, "STEPS", steps)
    orders = [sign + sort for sort, sign in product(SORTS, ("", "-"))]
    whole = {order: references(store, CaseFilter(sort=order, limit=100)) for order in orders}
    for order, late, text, login in product(orders, (False, True), ("", "late"), (None, "ann")):
        seen = frozenset({"reviewer"} if login else ())
        wanted = CaseFilter(sort=order, late=late, text=text, login=login, groups=seen, limit=5)
        assert references(store, wanted) == [
            reference
            for reference in whole[order]
            if (not late or is_late(int(reference[5:])))
            and (not text or cases[reference].subject == "Late")
            and (login is None or may_see(int(reference[5:]), login))
        ]


@pytest.mark.parametrize(
    "at", ["2026-01-01T00:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
)
def test_it_refuses_a_cursor_whose_moment_it_did_not_give(store: SqlStore, at: str) -> None:
    cursor = urlsafe_b64encode(json.dumps([{"at": at}, "2026-000001"]).encode()).decode()
    with store.read() as unit, pytest.raises(InvalidInput, match="cursor"):
        unit.reads.cases(CaseFilter(cursor=cursor))


def test_it_refuses_a_cursor_of_another_order(store: SqlStore, cases: dict[str, Complaint]) -> None:
    with store.read() as unit:
        cursor = unit.reads.cases(CaseFilter(limit=1)).next
        with pytest.raises(InvalidInput, match="cursor"):
            unit.reads.cases(CaseFilter(sort="severity", cursor=cursor))


def test_it_shows_milestones_and_clocks_beside_each_entry(
    store: SqlStore, cases: dict[str, Complaint]
) -> None:
    with store.read() as unit:
        for row in unit.reads.cases(CaseFilter(limit=NUMBER)).items:
            case = row.complaint
            number = number_of(case)
            due = next_clock(number)
            acknowledged = {"acknowledged": hours(11)} if number % 3 == 0 else {}
            assert case == cases[case.reference]
            assert row.milestones == {"received": case.received_at, **acknowledged}
            assert (row.next_clock, row.next_clock_due_at) == (
                (due[0], hours(due[1])) if due else (None, None)
            )
            assert row.late == is_late(number)


def test_it_counts_cases(store: SqlStore, cases: dict[str, Complaint]) -> None:
    with store.read() as unit:
        assert unit.reads.case_counts() == {
            "open": sum(case.status == "open" for case in cases.values()),
            "closed": sum(case.status == "closed" for case in cases.values()),
            "late": sum(is_late(number) for number in range(1, NUMBER + 1)),
        }


def test_it_lists_the_values_of_a_field(store: SqlStore, cases: dict[str, Complaint]) -> None:
    with store.read() as unit:
        assert unit.reads.values(["category"])["category"] == ["delivery", "quality"]
        assert unit.reads.values(["outcome"])["outcome"] == ["declined", "upheld"]
        assert unit.reads.values(["product"])["product"] == ["Kettle", "Toaster"]
        with pytest.raises(InvalidInput):
            unit.reads.values(["description"])


def test_it_refuses_a_sort_that_there_is_not(store: SqlStore) -> None:
    with store.read() as unit, pytest.raises(InvalidInput, match="sorted by 'password'"):
        unit.reads.cases(CaseFilter(sort="password"))


def test_it_asks_three_questions_for_a_page_however_long(
    store: SqlStore, cases: dict[str, Complaint]
) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with store.read() as unit:
        event.listen(unit.connection, "before_cursor_execute", note)
        for limit in (1, NUMBER):
            asked.clear()
            unit.reads.cases(CaseFilter(limit=limit))
            assert len(asked) == 3

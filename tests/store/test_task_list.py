"""The tasklist, compared with a plain reading of its filter over random items."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random
from zoneinfo import ZoneInfo

import pytest

from engine.errors import InvalidInput
from engine.model.work import WorkItem, WorkItemState
from engine.ports.reads import MOST_COUNTED, TaskFilter
from engine.store import SqlStore
from engine.store.repositories.work_items import NO_DUE
from tests.store.samples import START, hours, instance, item, open_case

GROUPS = ("handler", "reviewer", "north")
LOGINS = ("ann", "bob", "o'n_e%il")
CASES = 4
RECORD = {"danger": True, "staff_heard": False, "lesson": "true"}


def random_items(random: Random, number: int) -> list[WorkItem]:
    """Items of all kinds; few values each, so that many are equal in part."""
    made = []
    for task in range(number):
        state = random.choice([WorkItemState.OPEN] * 3 + [WorkItemState.DONE, WorkItemState.CANCELLED])
        case = random.randint(1, CASES)
        made.append(
            item(
                f"i{case}",
                task,
                name=random.choice(["Assess", "Décide", "Investigate"]),
                reference=f"2026-{case:06d}",
                groups=tuple(random.sample(GROUPS, random.randint(0, 3))),
                assignee=random.choice([None, None, *LOGINS]),
                state=state,
                due_at=random.choice([None, hours(1), hours(5), hours(30)]),
                priority=random.randint(0, 2),
                opened_at=hours(random.randint(0, 2)),
                barred=tuple(random.sample(LOGINS, random.choice([0, 0, 1]))),
            )
        )
    return made


def visible(found: WorkItem, login: str, groups: Iterable[str]) -> bool:
    """Own ones, and unclaimed ones of the groups that the person may have."""
    if found.assignee == login:
        return True
    waiting = found.state is WorkItemState.OPEN and found.assignee is None
    return waiting and login not in found.barred and not set(groups).isdisjoint(found.groups)


def chosen(items: list[WorkItem], wanted: TaskFilter) -> list[str]:
    """What the list must hold, in its order."""
    states = ("open", "done") if wanted.state is None else (wanted.state,)
    left = [
        found
        for found in items
        if found.state in states
        and (wanted.login is None or visible(found, wanted.login, wanted.groups))
        and (not wanted.mine or (wanted.login is not None and found.assignee == wanted.login))
        and (wanted.group is None or wanted.group in found.groups)
        and (wanted.reference is None or found.reference == wanted.reference)
        and ("decide" not in wanted.text or found.name == "Décide")
    ]
    left.sort(key=lambda i: (i.due_at or hours(1e6), -i.priority, i.opened_at, i.instance, i.task))
    return [found.id for found in left]


@pytest.fixture
def items(store: SqlStore) -> list[WorkItem]:
    """Sixty random items, some of them moved on after they were added."""
    random = Random(7)
    final = random_items(random, 60)
    with store.begin() as unit:
        for case in range(1, CASES + 1):
            open_case(unit, case, severity=case, priority="high", record=RECORD)
        unit.work_items.add(
            replace(found, assignee=None, state=WorkItemState.OPEN) if found.task % 2 else found
            for found in final
        )
    with store.begin() as unit:
        for found in final:
            if found.task % 2:
                unit.work_items.save(replace(unit.work_items.get(found.id), assignee=found.assignee))
    with store.begin() as unit:
        for found in final:
            if found.task % 2:
                unit.work_items.save(replace(unit.work_items.get(found.id), state=found.state))
    return final


def test_it_shows_exactly_what_the_filter_wants(store: SqlStore, items: list[WorkItem]) -> None:
    tried = 0
    with store.read() as unit:
        for state, login, groups, mine, group, reference, text in product(
            ("open", "done", None),
            (None, *LOGINS),
            (frozenset[str](), frozenset({"handler"}), frozenset(GROUPS)),
            (False, True),
            (None, "handler"),
            (None, "2026-000002"),
            ("", "  decide "),
        ):
            wanted = TaskFilter(state, login, groups, mine, group, reference, text)
            assert [row.item.id for row in unit.reads.tasks(wanted).items] == chosen(items, wanted), wanted
            tried += bool(chosen(items, wanted))
    assert tried > 200


@pytest.mark.parametrize("size", [1, 7, 59])
def test_it_turns_pages_without_losing_or_repeating(
    store: SqlStore, items: list[WorkItem], size: int
) -> None:
    for state, login, groups in (("open", None, ()), (None, "ann", GROUPS), ("open", "bob", ("handler",))):
        wanted = TaskFilter(state, login, frozenset(groups), limit=size)
        found: list[str] = []
        cursor: str | None = None
        with store.read() as unit:
            while True:
                page = unit.reads.tasks(replace(wanted, cursor=cursor))
                found += [row.item.id for row in page.items]
                assert len(page.items) == size or page.next is None
                if page.next is None:
                    break
                cursor = page.next
        assert found == chosen(items, wanted)


def test_it_shows_what_a_list_needs_of_the_case(store: SqlStore, items: list[WorkItem]) -> None:
    with store.read() as unit:
        row = unit.reads.tasks(TaskFilter(reference="2026-000003", limit=1)).items[0]
    assert (row.subject, row.received_at, row.case_severity) == ("Broken kettle", START, 3)
    assert (row.case_priority, row.case_flags) == ("high", {"danger"})
    stored = next(found for found in items if found.id == row.item.id)
    assert replace(row.item, version=0) == stored


def test_it_narrows_down_to_what_is_due_in_a_span(store: SqlStore, items: list[WorkItem]) -> None:
    with store.read() as unit:
        for login, groups in ((None, GROUPS), ("ann", GROUPS), ("bob", ("handler",))):
            every = TaskFilter(login=login, groups=frozenset(groups))
            due = {row.item.id: row.item.due_at for row in unit.reads.tasks(every).items}
            for since, until in ((None, hours(3)), (hours(3), hours(9)), (hours(9), None)):
                page = unit.reads.tasks(replace(every, due_from=since, due_before=until))
                wanted = [
                    id
                    for id, at in due.items()
                    if (since is None or (at or NO_DUE) >= since)
                    and (until is None or (at or NO_DUE) < until)
                ]
                assert [row.item.id for row in page.items] == wanted


def test_it_counts_a_list_no_further_than_it_says(store: SqlStore) -> None:
    many = MOST_COUNTED + 50
    with store.begin() as unit:
        for case in range(1, many + 1):
            unit.instances.add(instance(f"i{case}"))
        unit.work_items.add(
            item(f"i{case}", groups=GROUPS, due_at=START, assignee="ann" if case % 2 else None)
            for case in range(1, many + 1)
        )
        assert unit.reads.task_counts("ann", frozenset(GROUPS), hours(1)) == {
            "mine": many // 2,
            "group": many // 2,
            "late": MOST_COUNTED + 1,
            "today": 0,
        }


def test_it_counts_what_it_shows(store: SqlStore, items: list[WorkItem]) -> None:
    at = hours(3)
    for login, groups in product(LOGINS, (frozenset[str](), frozenset({"handler"}), frozenset(GROUPS))):
        open_ = [i for i in items if i.state is WorkItemState.OPEN and visible(i, login, groups)]
        with store.read() as unit:
            assert unit.reads.task_counts(login, groups, at) == {
                "mine": sum(i.assignee == login for i in open_),
                "group": sum(i.assignee is None for i in open_),
                "late": sum(i.due_at is not None and i.due_at < at for i in open_),
                "today": sum(i.due_at is not None and at <= i.due_at < hours(15) for i in open_),
            }


def test_it_counts_today_in_the_zone_of_the_moment(store: SqlStore) -> None:
    with store.begin() as unit:
        open_case(unit)
        unit.work_items.add(item(task=hour, due_at=hours(hour), assignee="ann") for hour in (13, 14))
        counts = unit.reads.task_counts("ann", frozenset(), START)
        local = unit.reads.task_counts("ann", frozenset(), START.astimezone(ZoneInfo("Europe/Berlin")))
    assert (counts["today"], local["today"]) == (2, 1)


NESTED = urlsafe_b64encode(b"[" * 5_000).decode()


@pytest.mark.parametrize("cursor", ["x", "!!", "e30", "WzFd", "bnVsbA", "é", "W3siYXQiOjF9XQ", NESTED])
def test_it_refuses_a_cursor_that_it_did_not_give(store: SqlStore, cursor: str) -> None:
    with store.read() as unit, pytest.raises(InvalidInput, match="cursor"):
        unit.reads.tasks(TaskFilter(cursor=cursor))


def test_it_keeps_a_page_within_bounds(store: SqlStore) -> None:
    with store.begin() as unit:
        open_case(unit)
        unit.work_items.add(item(task=task) for task in range(510))
    with store.read() as unit:
        assert len(unit.reads.tasks(TaskFilter(limit=100_000)).items) == 500
        assert len(unit.reads.tasks(TaskFilter(limit=0)).items) == 1


def test_it_may_be_asked_for_a_day_at_the_end_of_time(store: SqlStore) -> None:
    with store.read() as unit:
        assert unit.reads.task_counts("ann", frozenset(), START + timedelta(days=365))["today"] == 0

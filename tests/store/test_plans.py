"""First pages, due work and the verdict on who may see a case are read through indexes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from engine.ports.reads import CaseFilter, TaskFilter
from engine.store import SqlStore
from engine.store.unit import SqlUnit
from tests.store.crowded import filled
from tests.store.samples import hours

GROUPS = frozenset({"handler", "reviewer"})
FIELDS = ("category", "channel", "outcome", "owner")
Ask = Callable[[SqlUnit], object]

__all__ = ["filled"]


def plan(connection: Connection, ask: Callable[[], object], first: int | None = None) -> str:
    """How the database would find what `ask` asks for; `first`: only of so many statements."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    ask()
    event.remove(connection, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    lines: list[str] = []
    for statement, parameters in asked[:first]:
        lines += [row[-1] for row in connection.exec_driver_sql(explain + statement, parameters)]
    return "\n".join(lines)


LARGE = "complaints|case_texts|clocks|work_item|instances|outbox|inbox|subscriptions"
WHOLE_TABLE = re.compile(f"Seq Scan on ({LARGE})|SCAN ({LARGE})[a-z_]*$")
SORTED = re.compile("USE TEMP B-TREE FOR ORDER BY|^ *(->  )?Sort ", re.MULTILINE)
ASKED: list[tuple[str, Ask, tuple[str, ...]]] = [
    (
        "a person's tasks",
        lambda u: u.reads.tasks(TaskFilter(login="p10", groups=GROUPS)),
        ("ix_work_items_taken", "ix_work_item_groups_list"),
    ),
    (
        "a person's done tasks",
        lambda u: u.reads.tasks(TaskFilter("done", "p10", GROUPS)),
        ("ix_work_items_taken",),
    ),
    ("the register", lambda u: u.reads.cases(CaseFilter()), ("ix_complaints_received_at_reference",)),
    (
        "open cases",
        lambda u: u.reads.cases(CaseFilter(status="open")),
        ("received_at_reference",),
    ),
    (
        "one category",
        lambda u: u.reads.cases(CaseFilter(category="b")),
        ("received_at_reference",),
    ),
    ("due timers", lambda u: u.instances.due(hours(9)), ("ix_instances_next_due_at_id",)),
    ("due mails", lambda u: u.outbox.due(hours(9)), ("ix_outbox_due_at_id",)),
    ("the mails", lambda u: u.reads.mails(20, None), ("ix_outbox_created_at_id",)),
    (
        "tasks that are due",
        lambda u: u.reads.tasks(
            TaskFilter(login="p10", groups=GROUPS, due_from=hours(5), due_before=hours(9))
        ),
        ("ix_work_items_taken", "ix_work_item_groups_list"),
    ),
    (
        "tasks by words",
        lambda u: u.reads.tasks(TaskFilter(login="p10", groups=GROUPS, text="leaks")),
        ("ix_work_items_taken", "ix_work_item_groups_list"),
    ),
    (
        "counts of tasks",
        lambda u: u.reads.task_counts("p10", GROUPS, hours(9)),
        ("ix_work_items_taken", "ix_work_item_groups_list"),
    ),
    *(
        (f"the register by {sort}", lambda u, sort=sort: u.reads.cases(CaseFilter(sort=sort)), (index,))
        for sort, index in (
            ("reference", "complaints"),
            ("-reference", "complaints"),
            ("received_at", "ix_complaints_received_at_reference"),
            ("severity", "complaints"),
            ("-severity", "ix_complaints_severity_reference"),
            ("next_clock_due_at", "ix_clocks_running"),
            ("-next_clock_due_at", "clocks"),
        )
    ),
    ("late cases", lambda u: u.reads.cases(CaseFilter(late=True)), ("ix_clocks_late",)),
    ("cases by words", lambda u: u.reads.cases(CaseFilter(text="leaks")), ("ix_complaints_received_at",)),
    ("a case by its reference", lambda u: u.reads.cases(CaseFilter(text="2026-000005")), ()),
    *(
        (
            f"cases of a handler by {sort}",
            lambda u, sort=sort: u.reads.cases(CaseFilter(login="p10", groups=GROUPS, sort=sort)),
            ("ix_case_people", f"ix_work_item_groups_{index}"),
        )
        for sort, index in (
            ("-received_at", "received"),
            ("reference", "reference"),
            ("-severity", "severity"),
            ("next_clock_due_at", "due"),
        )
    ),
    (
        "one kind by severity",
        lambda u: u.reads.cases(CaseFilter(kind="enquiry", sort="-severity")),
        ("ix_complaints_kind_received_at_reference",),
    ),
    ("counts of cases", lambda u: u.reads.case_counts(), ("ix_clocks_late", "ix_complaints_status")),
    (
        "values to filter by",
        lambda u: u.reads.values(FIELDS),
        tuple(f"ix_complaints_{field}_received_at_reference" for field in FIELDS),
    ),
    ("subscribers", lambda u: u.instances.subscribers("message", "reply", "5"), ()),
    ("kept messages", lambda u: u.inbox.kept("reply", "5"), ("ix_inbox",)),
    ("who may see", lambda u: u.reads.may_see("2026-000005", "p5", GROUPS), ()),
]


@pytest.mark.parametrize(
    "wanted",
    [
        CaseFilter(),
        CaseFilter(status="open"),
        CaseFilter(category="b", received_from=hours(9), sort="received_at"),
        CaseFilter(sort="reference"),
        CaseFilter(sort="-severity"),
        CaseFilter(sort="next_clock_due_at"),
    ],
)
def test_it_takes_an_order_from_its_index(filled: SqlStore, wanted: CaseFilter) -> None:
    with filled.read() as unit:
        if unit.connection.dialect.name == "postgresql":
            unit.connection.execute(text("SET LOCAL enable_seqscan = off"))
        found = plan(unit.connection, lambda: unit.reads.cases(wanted), first=1)
        assert not SORTED.search(found), found


@pytest.mark.parametrize(
    "wanted",
    [
        CaseFilter(),
        CaseFilter(status="closed", category="b", text="broken"),
        CaseFilter(login="p10", groups=GROUPS, late=True, sort="next_clock_due_at"),
        CaseFilter(text="nowhere", sort="-severity"),
    ],
)
def test_it_asks_few_questions_for_a_page(filled: SqlStore, wanted: CaseFilter) -> None:
    asked: list[str] = []
    with filled.read() as unit:
        event.listen(unit.connection, "before_cursor_execute", lambda *a: asked.append(a[2]))
        unit.reads.cases(wanted)
    assert len(asked) <= 12


def test_it_reads_through_indexes(filled: SqlStore) -> None:
    with filled.read() as unit:
        if unit.connection.dialect.name == "postgresql":  # thousands of rows are few enough to read whole
            unit.connection.execute(text("SET LOCAL enable_seqscan = off"))
        for what, ask, indexes in ASKED:
            found = plan(unit.connection, lambda ask=ask: ask(unit))
            for index in indexes:
                assert index in found, f"{what}:\n{found}"
            whole = [line for line in found.splitlines() if WHOLE_TABLE.search(line)]
            assert whole == [], f"{what}:\n{found}"

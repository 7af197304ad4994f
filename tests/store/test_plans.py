"""First pages, due work and the verdict on who may see a case are read through indexes."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text

from engine.model.work import WorkItemState
from engine.ports.reads import CaseFilter, TaskFilter
from engine.store import SqlStore
from engine.store.repositories import complaints as case_rows
from engine.store.repositories import instances as instance_rows
from engine.store.repositories import outbox as mail_rows
from engine.store.repositories import work_items as item_rows
from engine.store.tables import case_people, complaints, instances, outbox, work_item_groups, work_items
from engine.store.unit import SqlUnit
from tests.store.samples import complaint, hours, instance, item, mail

NUMBER = 3000
GROUPS = frozenset({"handler", "reviewer"})
Ask = Callable[[SqlUnit], object]


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    """Thousands of cases, a fifth of them open, with statistics as a running database has them."""
    random = Random(3)
    rows: dict[str, list[dict[str, object]]] = {"i": [], "c": [], "w": [], "g": [], "p": []}
    for number in range(NUMBER):
        reference, id, is_open = f"2026-{number:06d}", f"i{number}", number % 5 == 0
        rows["i"].append(
            instance_rows.to_row(
                instance(
                    id,
                    reference=reference,
                    next_due_at=hours(number) if is_open else None,
                    ended_at=None if is_open else hours(number),
                )
            )
        )
        rows["c"].append(
            case_rows.to_row(
                complaint(
                    reference,
                    instance=id,
                    received_at=hours(number),
                    status="open" if is_open else "closed",
                    category=random.choice("abc"),
                )
            )
        )
        found = item(
            id,
            reference=reference,
            due_at=hours(number),
            groups=(random.choice(["handler", "reviewer", "other"]),),
            state=WorkItemState.OPEN if is_open else WorkItemState.DONE,
            assignee=None if is_open and number % 2 else f"p{number % 50}",
        )
        rows["w"].append(item_rows.to_row(found))
        rows["g"] += item_rows.listed(found)
        if found.assignee:
            rows["p"].append({"login": found.assignee, "reference": reference})
    tables = {"i": instances, "c": complaints, "w": work_items, "g": work_item_groups, "p": case_people}
    with store.begin() as unit:
        for name, table in tables.items():
            unit.connection.execute(insert(table), rows[name])
        unit.connection.execute(
            insert(outbox), [{**mail_row(number), "due_at": None} for number in range(NUMBER)]
        )
    with store.begin() as unit:
        unit.connection.execute(text("ANALYZE"))
    return store


def mail_row(number: int) -> dict[str, object]:
    return {
        **mail_rows.to_row(mail(f"m{number}", created_at=hours(number))),
        "instance_id": f"i{number}",
        "state": "sent",
    }


def plan(connection: Connection, ask: Callable[[], object]) -> str:
    """How the database would find what `ask` asks for."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    ask()
    event.remove(connection, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    lines: list[str] = []
    for statement, parameters in asked:
        lines += [row[-1] for row in connection.exec_driver_sql(explain + statement, parameters)]
    return "\n".join(lines)


WHOLE_TABLE = re.compile(
    "Seq Scan on (complaints|work_item|instances|outbox)|SCAN (complaints|work_item|instances|outbox)[a-z_]*$"
)
ASKED: list[tuple[str, Ask, tuple[str, ...]]] = [
    ("everybody's tasks", lambda u: u.reads.tasks(TaskFilter()), ("ix_work_items_list",)),
    (
        "a person's tasks",
        lambda u: u.reads.tasks(TaskFilter(login="p10", groups=GROUPS)),
        ("ix_work_items_own", "ix_work_item_groups_list"),
    ),
    ("done tasks", lambda u: u.reads.tasks(TaskFilter(state="done")), ("ix_work_items_list",)),
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
    ("subscribers", lambda u: u.instances.subscribers("message", "reply", "5"), ()),
    ("who may see", lambda u: u.reads.may_see("2026-000005", "p5", GROUPS), ()),
]


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

"""A store with thousands of cases, made once for all tests of a file: they only read it."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from random import Random

import pytest
from sqlalchemy import Table, insert, text

from engine.model.work import WorkItemState
from engine.store import SqlStore
from engine.store.repositories import complaints as case_rows
from engine.store.repositories import instances as instance_rows
from engine.store.repositories import outbox as mail_rows
from engine.store.repositories import work_items as item_rows
from engine.store.tables import (
    case_people,
    case_texts,
    clocks,
    complaints,
    inbox,
    instances,
    metadata,
    outbox,
    subscriptions,
    work_item_groups,
    work_items,
)
from tests.store.databases import KINDS, url_of
from tests.store.samples import clock, complaint, hours, instance, item, mail

NUMBER = 3000
Rows = dict[Table, list[dict[str, object]]]


@pytest.fixture(scope="module", params=KINDS)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """Thousands of cases, a fifth of them open, with statistics as a running database has them."""
    url = url_of(request.param, tmp_path_factory.mktemp("filled"))
    with closing(SqlStore(url)) as store:
        with store.begin() as unit:
            found = all_rows()
            for table in metadata.sorted_tables:  # what others refer to comes before them
                if table in found:
                    unit.connection.execute(insert(table), found[table])
        with store.begin() as unit:
            unit.connection.execute(text("ANALYZE"))
        yield store


def all_rows() -> Rows:
    """Rows by their table."""
    random = Random(3)
    rows: Rows = defaultdict(list)
    for number in range(NUMBER):
        reference, id, is_open = f"2026-{number:06d}", f"i{number}", number % 5 == 0
        rows[instances].append(
            instance_rows.to_row(
                instance(
                    id,
                    reference=reference,
                    next_due_at=hours(number) if is_open else None,
                    ended_at=None if is_open else hours(number),
                )
            )
        )
        rows[complaints].append(
            case_rows.to_row(
                complaint(
                    reference,
                    instance=id,
                    received_at=hours(number),
                    status="open" if is_open else "closed",
                    category=random.choice("abc"),
                    severity=random.choice([None, 1, 2, 3]),
                )
            )
        )
        rows[case_texts].append({"reference": reference, "search": f"{reference} broken kettle it leaks"})
        rows[clocks].append(
            asdict(
                clock(
                    reference=reference,
                    due_at=hours(number),
                    stopped_at=None if is_open else hours(number),
                    breached_at=hours(number) if number % 50 == 0 else None,
                )
            )
        )
        rows[inbox].append(message(number))
        rows[subscriptions].append(
            {
                "instance_id": id,
                "position": number,
                "kind": "message",
                "name": "reply",
                "key": str(number),
                "element": "wait",
            }
        )
        found = item(
            id,
            reference=reference,
            due_at=hours(number),
            groups=(random.choice(["handler", "reviewer", "other"]),),
            state=WorkItemState.OPEN if is_open else WorkItemState.DONE,
            assignee=None if is_open and number % 2 else f"p{number % 50}",
        )
        rows[work_items].append(item_rows.to_row(found))
        of_case = {
            "case_status": rows[complaints][-1]["status"],
            "case_received_at": hours(number),
            "case_severity": rows[complaints][-1]["severity"],
            "case_due_at": hours(number) if is_open else None,
        }
        rows[work_item_groups] += [{**row, **of_case} for row in item_rows.listed(found)]
        if found.assignee:
            rows[case_people].append({"login": found.assignee, "reference": reference, **of_case})
    rows[outbox] = [{**mail_row(number), "due_at": None} for number in range(NUMBER)]
    return rows


def message(number: int) -> dict[str, object]:
    return {
        "id": f"m{number}",
        "name": "reply",
        "key": str(number),
        "values": {},
        "received_at": hours(number),
        "delivered_to": (),
        "taken": number % 2 == 0,
    }


def mail_row(number: int) -> dict[str, object]:
    return {
        **mail_rows.to_row(mail(f"m{number}", created_at=hours(number))),
        "instance_id": f"i{number}",
        "state": "sent",
    }

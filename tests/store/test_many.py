"""Many cases written in bulk are cases like any other."""

from pathlib import Path

import pytest

from engine.model.people import Actor
from engine.ports.reads import CaseFilter, TaskFilter
from engine.store import SqlStore
from tests.benchmarks.many import BEGIN, FEW, LARGE_GROUP, NEWCOMER, TERM, fill, reference_of
from tests.store.databases import KINDS

HANDLER = Actor("ann", groups=frozenset({LARGE_GROUP}))


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, on each of the two in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'many.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


def test_it_writes_cases_that_lists_and_commands_read(empty: str) -> None:
    fill(empty, 200, closed=50)
    store = SqlStore(empty)
    assert store.ready()
    with store.read() as unit:
        every = unit.reads.cases(CaseFilter(limit=500)).items
        assert [row.complaint.reference for row in every] == [reference_of(n) for n in range(250, 0, -1)]
        assert sum(row.complaint.status == "open" for row in every) == 200
        listed = unit.reads.tasks(TaskFilter(login="ann", groups=HANDLER.all_groups, limit=500)).items
        assert {row.item.groups for row in listed} == {(LARGE_GROUP,)}
        assert len(unit.reads.tasks(TaskFilter(login=NEWCOMER, mine=True)).items) < FEW
        assert len(unit.instances.due(BEGIN + 2 * TERM, 500)) == 200
    with store.begin() as unit:
        assert unit.complaints.next_reference(2026) == "2026-000251"
        found = unit.work_items.get(listed[0].item.id)
        assert unit.instances.get(found.instance).reference == found.reference
    store.close()

"""One unit is one transaction: all or nothing, one after the other, and looking changes nothing."""

import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.errors import Broken, ConcurrentChange, InvalidInput, NotFound, Unavailable
from engine.history import verify
from engine.model.complaint import Complainant
from engine.ports.reads import CaseFilter, TaskFilter
from engine.ports.store import Store, Unit
from engine.store import SqlStore
from tests.history.events import EVENTS
from tests.store.samples import START, complaint, hours, instance, item, mail, open_case


def test_it_is_a_store_as_the_commands_know_it(store: SqlStore) -> None:
    known: Store = store
    with known.begin() as unit:
        also: Unit = unit
        assert also.settings.get("nothing") is None


def test_it_leaves_nothing_of_a_unit_that_fails(store: SqlStore) -> None:
    with pytest.raises(NotFound), store.begin() as unit:  # noqa: PT012 - the whole unit is what fails
        reference = unit.complaints.next_reference(2026)
        open_case(unit)
        unit.instances.save(unit.history.append(unit.instances.get("i1"), EVENTS, "ann"))
        unit.work_items.add([item(reference=reference, assignee="ann")])
        unit.outbox.add(mail())
        unit.settings.set("a", "b")
        unit.instances.get("nobody")
    with store.read() as unit:
        assert unit.reads.case_counts() == {"open": 0, "closed": 0, "late": 0}
        assert unit.reads.instances(None, 9, None).items == []
        assert unit.reads.all_history(None, 9) == []
        assert unit.outbox.due(hours(99)) == []
        assert unit.settings.get("a") is None
        assert not unit.reads.may_see("2026-000001", "ann", frozenset())
    with store.begin() as unit:
        assert unit.complaints.next_reference(2026) == "2026-000001"


def test_it_keeps_nothing_that_a_looking_unit_writes(store: SqlStore) -> None:
    # PostgreSQL refuses it, SQLite forgets it
    with suppress(Unavailable), store.read() as unit:
        unit.settings.set("a", "b")
    with store.read() as unit:
        assert unit.settings.get("a") is None


def test_it_shows_one_moment_to_a_looking_unit(store: SqlStore) -> None:
    with store.begin() as unit:
        open_case(unit)
    with store.read() as looking:
        assert looking.reads.case_counts()["open"] == 1
        with store.begin() as unit:
            open_case(unit, 2)
        assert looking.reads.case_counts()["open"] == 1
    with store.read() as looking:
        assert looking.reads.case_counts()["open"] == 2


def test_it_refuses_at_the_end_what_refers_to_nothing(store: SqlStore) -> None:
    with pytest.raises(NotFound, match="refers to"), store.begin() as unit:
        unit.complaints.add(complaint(instance="nobody"))
    with store.read() as unit, pytest.raises(NotFound):
        unit.complaints.get("2026-000001")


@pytest.mark.parametrize("odd", ["\ud800", "a\ud800b"])
def test_it_refuses_text_that_is_no_text(store: SqlStore, odd: str) -> None:
    with pytest.raises(InvalidInput), store.begin() as unit:
        open_case(unit, subject=odd)


def test_it_keeps_or_refuses_a_null_character(store: SqlStore) -> None:
    person = Complainant(name="a\x00b")
    try:
        with store.begin() as unit:
            open_case(unit, complainant=person)
    except InvalidInput:
        return
    with store.read() as unit:
        assert unit.complaints.get("2026-000001").complainant == person


def test_it_refuses_a_number_that_is_too_large(store: SqlStore) -> None:
    with pytest.raises(InvalidInput), store.begin() as unit:
        open_case(unit, severity=10**30)


def test_it_refuses_a_value_that_is_none_of_those_allowed(store: SqlStore) -> None:
    with pytest.raises(InvalidInput), store.begin() as unit:
        open_case(unit, status="half open")
    with pytest.raises(InvalidInput), store.begin() as unit:
        open_case(unit, record={"price": 1.5})


def test_it_lets_one_of_two_units_write_an_instance_and_tells_the_other(store: SqlStore) -> None:
    """Many threads add one to a number in the state; what is refused is tried again; nothing is lost."""
    with store.begin() as unit:
        unit.instances.add(instance(state=b"0"))
    failures: list[BaseException] = []

    def add(times: int) -> None:
        done = 0
        while done < times:
            try:
                with store.begin() as unit:
                    found = unit.instances.get("i1")
                    number = int(found.state) + 1
                    appended = unit.history.append(found, EVENTS[:1], "ann")
                    unit.instances.save(replace(appended, state=str(number).encode()))
                done += 1
            except ConcurrentChange:
                continue
            except BaseException as error:
                failures.append(error)
                raise

    threads = [threading.Thread(target=add, args=(10,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.read() as unit:
        found = unit.instances.get("i1")
    assert (int(found.state), found.version, found.chain_length) == (60, 60, 60)
    assert verify(store).ok


def test_it_numbers_complaints_without_gaps_or_doubles_from_many_threads(store: SqlStore) -> None:
    failures: list[BaseException] = []

    def lodge(thread: int) -> None:
        try:
            for number in range(8):
                name = f"t{thread}-{number}"
                with store.begin() as unit:
                    reference = unit.complaints.next_reference(2026)
                    unit.instances.add(instance(name, reference=reference))
                    unit.complaints.add(complaint(reference, instance=name))
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=lodge, args=(thread,)) for thread in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.read() as unit:
        page = unit.reads.cases(CaseFilter(sort="reference", limit=100))
        assert [row.complaint.reference for row in page.items] == [f"2026-{n:06d}" for n in range(1, 49)]


def test_it_makes_a_second_writer_of_an_instance_wait(store: SqlStore) -> None:
    with store.begin() as unit:
        unit.instances.add(instance())
    order: list[str] = []
    inside = threading.Event()

    def second() -> None:
        inside.wait()
        with store.begin() as unit:
            found = unit.instances.get("i1")
            order.append("second has it")
            unit.instances.save(found)

    thread = threading.Thread(target=second)
    thread.start()
    with store.begin() as unit:
        found = unit.instances.get("i1")
        inside.set()
        thread.join(timeout=0.2)
        unit.instances.save(found)
        order.append("first is done")
    thread.join()
    assert order == ["first is done", "second has it"]


CRASH = """
import os, signal, sys
from dataclasses import replace
from engine.store import SqlStore
from tests.history.events import EVENTS
from tests.store.samples import item, mail, open_case

store = SqlStore(sys.argv[1])
for number in range(1, 4):
    with store.begin() as unit:
        reference = unit.complaints.next_reference(2026)
        open_case(unit, number)
        unit.instances.save(unit.history.append(unit.instances.get(f"i{number}"), EVENTS, "ann"))
        unit.work_items.add([item(f"i{number}", reference=reference)])
        unit.outbox.add(mail(f"m{number}", instance=f"i{number}"))
        if number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_keeps_whole_units_only_when_the_process_is_killed(store: SqlStore, url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH, url], cwd=Path(__file__).parents[2], check=False, capture_output=True
    )
    assert done.returncode == -9, done.stderr
    with store.begin() as unit:
        assert unit.complaints.next_reference(2026) == "2026-000003"
        assert unit.reads.case_counts()["open"] == 2
        assert unit.outbox.due(START) == ["m1", "m2"]
        assert [row.item.id for row in unit.reads.tasks(TaskFilter()).items] == ["i1-1", "i2-1"]
    assert verify(store).entries == 2 * len(EVENTS)
    assert verify(store).ok


def test_it_says_plainly_that_a_database_cannot_be_reached(tmp_path: Path) -> None:
    for url in ("postgresql+psycopg://nobody@127.0.0.1:1/none", f"sqlite:///{tmp_path}/no/folder/x.db"):
        store = SqlStore(url)
        with pytest.raises(Unavailable, match="does not answer"):
            store.migrate()
        store.close()


def test_it_says_plainly_that_a_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("This is a letter and no database. " * 100)
    store = SqlStore(f"sqlite:///{path}")
    with pytest.raises(Broken, match="not a database"), store.begin():
        pass
    store.close()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_it_sets_the_embedded_database_to_lose_nothing(store: SqlStore) -> None:
    def pragma(name: str) -> object:
        return unit.connection.execute(text(f"PRAGMA {name}")).scalar()

    with store.begin() as unit:
        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
        assert pragma("busy_timeout") == 10_000


def test_it_keeps_a_database_in_memory_for_its_own_life() -> None:
    store = SqlStore("sqlite://")
    store.migrate()
    with store.begin() as unit:
        open_case(unit)
    with store.read() as unit:
        assert unit.complaints.get("2026-000001") == complaint()
    store.close()

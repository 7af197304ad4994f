"""`memory_per_open_case`: bytes in the database for an open case after 20 steps, its history included.

Cases are brought that far and left open; the pages of the embedded database are counted before and after.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from tests.benchmarks.lives import SHIPPED
from tests.benchmarks.measure import Figure
from tests.benchmarks.ours import Ours, ours

CASES, STEPS = 60, 20


def measure(quick: bool) -> Figure:
    """Kilobytes (1,000 bytes) a case, all tables and indexes together; `entries`: of its history."""
    cases = CASES // 6 if quick else CASES
    with TemporaryDirectory() as folder, ours(Path(folder), SHIPPED) as own:
        _live(own)  # what the first case of all adds once is not counted
        before = _bytes(own)
        entries = [_live(own) for _ in range(cases)]
        grown = _bytes(own) - before
    return {
        "value": round(grown / cases / 1000, 1),
        "unit": "kB",
        "cases": cases,
        "steps": STEPS,
        "entries": round(sum(entries) / cases),
    }


def _live(own: Ours) -> int:
    """A case with 20 completed tasks, still open; how long its history is."""
    case = own.begin()
    acts = [*SHIPPED.begin, *SHIPPED.rework * STEPS][:STEPS]
    for act in acts:
        own.act(case, act)
    assert own.open(case)
    with own.house.querela.store.read() as unit:
        return unit.instances.get(case.instance).chain_length


def _bytes(own: Ours) -> int:
    with own.house.querela.store.read() as unit:
        return size_of(unit.connection)


def size_of(connection: Connection) -> int:
    """Bytes of the embedded database."""
    pages, free, size = (
        connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)

"""Fixtures that every part of the tests shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from engine import secrets
from tests.support import postgres, requires
from tests.support.browser import browser, browser_context, page, page_problems

TESTS = Path(__file__).parent
LONGEST = (
    "rescue/test_drill.py",
    "faults/test_kill.py",
    "browser/test_looks.py",
    "jobs/test_workers.py",
    "browser/test_whole_way.py",
    "packages/test_mutants.py",
    "faults/test_statements.py",
    "faults/test_frozen.py",
    "faults/test_crowd.py",
    "rescue/test_killed.py",
    "diagrams/test_safety.py",
    "web/test_all_pages.py",
    "fuzz/test_targets.py",
    "whole/test_left_alone.py",
    "whole/test_stateful.py",
    "store/test_register.py",
    "faults/test_same_at_once.py",
    "faults/test_database_gone.py",
    "faults/test_race.py",
    "faults/test_disk_full.py",
    "browser/test_ways.py",
    "rescue/test_damage.py",
    "commands/test_settings.py",
    "cli/test_bench.py",
    "api/test_reading.py",
    "demo/test_command.py",
    "demo/test_seeding.py",
    "api/test_ending.py",
    "web/test_faults.py",
    "watching/test_postgres.py",
    "rescue/test_refusals.py",
    "commands/test_delivering.py",
    "normaliser/test_reading.py",
    "normaliser/test_outside.py",
    "whole/test_rework.py",
    "dmn/test_budget.py",
    "packages/test_in_the_house.py",
    "house/test_diagram_element.py",
    "house/test_tools.py",
)
"""Files that take longest, the longest first: each runs in one process, so none of them may begin last."""

__all__ = ["browser", "browser_context", "page", "page_problems"]


CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""argon2id like the product's own, whose hashes cost a fifth of a second each on purpose."""


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords() -> Iterator[None]:
    """Hash passwords cheaply in this process; a hash says itself what it costs to look whether one fits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "_hasher", CHEAP)
        yield


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostgreSQL database that only this test uses."""
    server = requires.postgres()
    database = postgres.create_database(server)
    yield database
    postgres.drop_database(server, database)


@pytest.fixture
def reserved_url() -> Iterator[str]:
    """The SQLAlchemy URL of a PostgreSQL database that is made when an installation is set up there."""
    server = requires.postgres()
    database = postgres.reserve_database()
    yield database
    postgres.drop_database(server, database)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the others keep their order."""
    places = {str(TESTS / name): place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(str(item.path), len(places)))


def pytest_unconfigure() -> None:
    postgres.end_server()

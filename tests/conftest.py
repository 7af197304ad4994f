"""Fixtures that every part of the tests shares."""

from collections.abc import Iterator

import pytest

from tests.support import postgres, requires
from tests.support.browser import browser, browser_context, page, page_problems

__all__ = ["browser", "browser_context", "page", "page_problems"]


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostgreSQL database that only this test uses."""
    server = requires.postgres()
    database = postgres.create_database(server)
    yield database
    postgres.drop_database(server, database)


def pytest_unconfigure() -> None:
    postgres.end_server()

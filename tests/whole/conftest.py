"""Databases for whole lives of cases, and no log lines for them."""

import logging

import pytest

from engine.logs import set_up_logs


@pytest.fixture(autouse=True, scope="session")
def _quiet() -> None:
    set_up_logs(logging.WARNING)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    """The URL of an empty database; None: the embedded one in the installation's home."""
    if request.param == "sqlite":
        return None
    url: str = request.getfixturevalue("postgres_url")
    return url

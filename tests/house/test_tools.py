"""The tools that other tests stand on."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page
from sqlalchemy.engine import make_url

from tests.support import axe, requires
from tests.support.postgres import libpq_url

REPOSITORY = requires.REPOSITORY


def test_it_gives_an_empty_database(postgres_url: str) -> None:
    with psycopg.connect(libpq_url(make_url(postgres_url))) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


def test_it_gives_each_test_a_database_of_its_own(postgres_url: str) -> None:
    with psycopg.connect(libpq_url(make_url(postgres_url)), autocommit=True) as connection:
        connection.execute("CREATE TABLE left_behind (n int)")
        assert connection.execute("SELECT to_regclass('left_behind')").fetchone() == ("left_behind",)


def test_it_drives_chromium(page: Page) -> None:
    page.set_content("<title>Hello</title><p id=p>here</p>")
    assert page.title() == "Hello"
    assert page.locator("#p").inner_text() == "here"


def test_it_finds_what_is_not_accessible(page: Page) -> None:
    page.set_content("<html lang=en><title>Hello</title><main><h1>Hello</h1><img src='data:,'></main></html>")
    assert [line.split(":")[0] for line in axe.violations(page)] == ["image-alt"]


@pytest.mark.parametrize(("require_all", "outcome"), [("", "1 skipped"), ("1", "1 failed")])
def test_a_missing_part_skips_unless_everything_is_required(
    tmp_path: Path, require_all: str, outcome: str
) -> None:
    test = tmp_path / "test_needs.py"
    test.write_text(
        "from tests.support import requires\n\ndef test_it():\n    requires.shared('no', 'such', 'thing')\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rs",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(test),
    ]
    environment = {"PYTHONPATH": str(REPOSITORY), "REQUIRE_ALL": require_all, "PATH": ""}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert outcome in done.stdout
    assert "no/such/thing beside the checkout" in done.stdout

"""What a test needs from the machine: each function returns it, or skips the test with the reason.

With REQUIRE_ALL=1 in the environment a missing thing is a failure instead.
"""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest
from playwright._impl._driver import compute_driver_executable

from tests.support import postgres as postgres_server

REPOSITORY = Path(__file__).resolve().parents[2]


def shared(*parts: str) -> Path:
    """A file or folder of ../shared, the test material that lies beside the checkout."""
    path = REPOSITORY.parent.joinpath("shared", *parts)
    if not path.exists():
        missing(f"needs {Path('..', 'shared', *parts)} beside the checkout")
    return path


def chromium() -> str:
    """The path of Chromium (QUERELA_TEST_CHROMIUM, else the one on the search path)."""
    path = os.environ.get("QUERELA_TEST_CHROMIUM") or shutil.which("chromium")
    if not path or not Path(path).exists():
        missing("needs Chromium (Debian: apt-get install chromium)")
    driver = subprocess.run([compute_driver_executable()[0], "--version"], capture_output=True, check=False)
    if driver.returncode:
        missing(
            f"needs what Playwright's driver needs (Debian: libatomic1): {driver.stderr.decode().strip()}"
        )
    return path


def postgres() -> str:
    """The SQLAlchemy URL of a PostgreSQL server's maintenance database, on which databases can be made.

    It is the server of QUERELA_TEST_POSTGRES_URL, else one that is started here and ends with the tests.
    """
    try:
        return postgres_server.server_url()
    except postgres_server.NoPostgres as reason:
        missing(str(reason))


def atheris() -> None:
    """The coverage-guided fuzzer, which is built for Linux on x86_64 only."""
    if find_spec("atheris") is None:
        missing("needs atheris, which is built for Linux on x86_64")


def missing(reason: str) -> NoReturn:
    """Skip the running test, or fail it where everything has to be there."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"REQUIRE_ALL=1, but this {reason}", pytrace=False)
    pytest.skip(reason)

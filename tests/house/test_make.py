"""The Makefile, as somebody meets it who has just cloned the repository."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import LONGEST
from tests.support.requires import REPOSITORY

MAKEFILE = (REPOSITORY / "Makefile").read_text()
TARGETS = ["help", "demo", "test", "check", "assets", "environment", "lock", "clean"]


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("target", TARGETS)
def test_help_lists(target: str) -> None:
    listed = make(REPOSITORY, "help").stdout
    assert re.search(rf"^  {target} +\S", listed, re.M)


def test_every_target_for_people_is_explained() -> None:
    phony = re.search(r"^\.PHONY: (help .*)$", MAKEFILE, re.M)
    assert phony is not None
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*## \S", MAKEFILE, re.M), target


def test_the_files_that_begin_first_are_there() -> None:
    assert [name for name in LONGEST if not (REPOSITORY / "tests" / name).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    shutil.copy(REPOSITORY / "Makefile", tmp_path)
    return tmp_path


def fake_python(folder: Path, script: str) -> str:
    path = folder / "fake-python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return f"PYTHON={path}"


def test_it_asks_for_a_newer_python(bare: Path) -> None:
    old = fake_python(bare, 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac')
    done = make(bare, ".venv/.stamps/created", old)
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr
    assert "Python 3.9.2" in done.stderr
    assert not (bare / ".venv").exists()


def test_it_says_what_to_install_where_python_cannot_make_environments(bare: Path) -> None:
    without = fake_python(bare, 'case "$1" in -m) mkdir -p .venv; exit 1;; *) exit 0;; esac')
    done = make(bare, ".venv/.stamps/created", without)
    assert done.returncode != 0
    assert "apt-get install python3-venv" in done.stderr
    assert not (bare / ".venv").exists()

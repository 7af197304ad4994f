"""Rules for the files themselves: what no tracked file may hold, and how large a room may be."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.support.requires import REPOSITORY

ROOM_LINES = 300
LOCKS = sorted((REPOSITORY / "requirements").glob("*.txt"))

REGISTRY_HOST = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|deb\.debian\.org|unpkg\.com"
    r"|jsdelivr\.net)\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.~/$}-])/(?:home|root|Users|work|opt)/\w|(?<![\w.~/$}-])/tmp/\w")
CREDENTIAL = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_\w{30,}|\bAKIA[0-9A-Z]{16}\b")


@cache
def tracked() -> list[Path]:
    """Every file that git knows in this checkout, or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True).stdout.decode()
    paths = [REPOSITORY / name for name in listing.split("\0") if name]
    return [path for path in paths if path.is_file()]


@cache
def texts() -> dict[Path, str]:
    found = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(REPOSITORY)] = content.decode("utf-8", errors="replace")
    return found


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    own = Path(__file__).relative_to(REPOSITORY)
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in texts().items()
        if path != own
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(REGISTRY_HOST, id="the host name of a package registry"),
        pytest.param(MACHINE_PATH, id="a path of somebody's machine"),
        pytest.param(CREDENTIAL, id="a credential"),
    ],
)
def test_no_file_holds(pattern: re.Pattern[str]) -> None:
    assert lines_matching(pattern) == []


def test_a_room_stays_small() -> None:
    too_large = {
        str(path): len(text.splitlines())
        for path, text in texts().items()
        if path.suffix == ".py" and path.parts[0] in {"engine", "web"} and len(text.splitlines()) > ROOM_LINES
    }
    assert too_large == {}


def test_every_text_ends_with_a_newline_and_has_no_carriage_return() -> None:
    ours = {path: text for path, text in texts().items() if path.parts[0] not in {"tests"}}
    assert [str(path) for path, text in ours.items() if "\r" in text or (text and text[-1] != "\n")] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pinned_package_has_a_hash(lock: Path) -> None:
    entries = [
        entry for entry in re.split(r"\n(?=\S)", lock.read_text()) if entry.strip() and entry[0] not in "# "
    ]
    assert len(entries) > 3
    assert [
        entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry or "==" not in entry
    ] == []


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    wanted = {
        "run": project["project"]["dependencies"],
        "dev": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
        "build": project["dependency-groups"]["build"],
    }
    for name, dependencies in wanted.items():
        pinned = set(
            re.findall(r"^([a-z0-9-]+)==", (REPOSITORY / f"requirements/{name}.txt").read_text(), re.M)
        )
        asked = {re.split(r"[^\w-]", dependency.lower())[0] for dependency in dependencies}
        assert asked - pinned == set()


def test_all_locks_agree_on_versions() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, rest in re.findall(r"^([a-z0-9-]+)==(.*?) *\\$", lock.read_text(), re.M):
            versions.setdefault(f"{name} {rest.partition(';')[2]}", set()).add(rest.partition(";")[0].strip())
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    assert "Unreleased" in (REPOSITORY / "CHANGELOG.md").read_text()


def test_the_browser_lock_has_hashes_and_no_addresses() -> None:
    lock = (REPOSITORY / "web/frontend/package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')

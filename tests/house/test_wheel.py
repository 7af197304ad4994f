"""What an installed Querela consists of."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.requires import REPOSITORY


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all files in a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def shipped(folder: str, pattern: str) -> set[str]:
    """The checkout's own files of that kind, as git knows them."""
    command = ["git", "ls-files", "--", f"{folder}/{pattern}"]
    listing = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    return {name for name in listing.splitlines() if (REPOSITORY / name).is_file()}


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [("engine", "*.py"), ("web", "*.py"), ("web", "*.html"), ("processes", "*"), ("forms", "*")],
)
def test_the_wheel_holds_everything_of(names: set[str], folder: str, pattern: str) -> None:
    assert shipped(folder, pattern) - names == set()


def test_the_wheel_holds_the_built_bundles(names: set[str]) -> None:
    built = {path.name for path in Path(REPOSITORY, "web/static/dist").iterdir() if path.name != ".stamp"}
    assert {f"web/static/dist/{name}" for name in built} - names == set()


def test_the_wheel_holds_nothing_of_the_workshop(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} <= {"engine", "web", "processes", "forms"}
    assert [name for name in names if name.startswith("web/frontend")] == []

"""Every target takes its seeds, what was once found, and a few seconds of coverage-guided fuzzing."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.mutators import MUTATORS
from tests.fuzz.seeds import SEEDS, words
from tests.fuzz.targets import TARGETS
from tests.support import requires

Process = subprocess.Popen[bytes]
FOUND = sorted(path for path in (Path(__file__).parent / "found").glob("*/*") if path.is_file())
SECONDS = "3"


@pytest.mark.parametrize("target", TARGETS)
def test_it_takes_its_seeds_and_their_mutations(target: str) -> None:
    chance, known = random.Random(target), words(target)
    for seed in SEEDS[target]():
        TARGETS[target](seed)
        if len(seed) < 20_000:
            TARGETS[target](MUTATORS[target](seed, chance, known))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_it_takes_what_was_found(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Process, Path]]]:
    """All targets being fuzzed beside each other, since each first has to load the engine."""
    requires.atheris()
    folder = tmp_path_factory.mktemp("fuzz")
    started = {target: (_start(target, folder / target), folder / target) for target in TARGETS}
    yield started
    for process, _ in started.values():
        process.kill()
        process.wait()


def _start(target: str, log: Path) -> Process:
    with log.open("w") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.fuzz", target, SECONDS],
            cwd=requires.REPOSITORY,
            env={**os.environ, "TMPDIR": str(log.parent)},
            stdout=file,
            stderr=file,
        )


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.slow
def test_it_is_fuzzed_shortly(target: str, running: dict[str, tuple[Process, Path]]) -> None:
    process, log = running[target]
    status = process.wait(timeout=100)
    said = log.read_text(errors="replace")
    assert status == 0, said[-3_000:]
    assert "Done" in said

"""Fuzz one target: `python -m tests.fuzz.fuzz NAME SECONDS`.

What is found is written as `crash`, `timeout-…` or `oom-…` to a folder that the last lines name. Once
mended, it goes into `tests/fuzz/found/NAME` and is tried with every run of the tests.
"""

import os
import random
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path

import atheris

from tests.fuzz.mutators import MUTATORS

#: the parts whose branches guide a target; to follow the whole engine would only take time
GUIDING = {
    "diagram": ["engine.diagram", "engine.safe_xml", "engine.spiff.parser"],
    "expression": ["engine.feel"],
    "decision": ["engine.dmn", "engine.safe_xml"],
    "form": ["engine.forms"],
}
CRASHED = 77  #: the status that says so
TIMEOUT = 5  #: seconds for one input
ROOM = 2048  #: MB for the whole process, instrumentation included
LONGEST = {"diagram": 60_000, "expression": 2_000, "decision": 20_000, "form": 30_000}


def main(target: str, seconds: int) -> None:
    """Fuzz a target for so long; ends the process, with a status other than 0 when something was found."""
    with atheris.instrument_imports(include=GUIDING[target]):
        targets = import_module("tests.fuzz.targets")
    seeds = import_module("tests.fuzz.seeds")
    known = seeds.words(target)
    mutate_shape = MUTATORS[target]

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.6:
            try:
                return mutate_shape(data, chance, known)[:longest]
            except (ValueError, SyntaxError, TypeError, RecursionError):
                pass  # no document any more: change its bytes
        return atheris.Mutate(data, longest)

    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{target}-"))
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds.SEEDS[target]()):
        (corpus / f"{number:04}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={TIMEOUT}",
        f"-rss_limit_mb={ROOM}",
        f"-max_len={LONGEST[target]}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        str(corpus),
    ]

    def watched(data: bytes) -> None:
        try:
            targets.TARGETS[target](data)
        except Exception:  # written here: on its way out the fuzzer may meet its own alarm
            (folder / "crash").write_bytes(data)
            traceback.print_exc()
            sys.stderr.write(f"written to {folder / 'crash'}\n")
            os._exit(CRASHED)

    atheris.Setup([sys.argv[0], *options], watched, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

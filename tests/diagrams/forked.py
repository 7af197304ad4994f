"""`querela check --json` in processes of their own, measured.

The program is loaded once; each file is then checked in a fork of that process, which ends with its answer.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_LOOP = """
import json, os, sys, tempfile
from engine.cli import main
from engine.cli.check import check
for line in sys.stdin:
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    child = os.fork()
    if child == 0:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        main(["check", json.loads(line), "--json"])
    _, status, usage = os.wait4(child, 0)
    texts = []
    for file in (out, err):
        file.seek(0)
        texts.append(file.read().decode("utf-8", "replace"))
        file.close()
    seconds = usage.ru_utime + usage.ru_stime
    print(json.dumps([os.waitstatus_to_exitcode(status), *texts, seconds, usage.ru_maxrss]), flush=True)
"""


class Answer(NamedTuple):
    """What one check answered, and what it took."""

    status: int
    out: str
    err: str
    seconds: float  #: of the processor
    memory: int  #: KB

    @property
    def findings(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(self.out)["findings"]
        return found


class Checking:
    """The loaded program, waiting for files."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def __call__(self, path: Path) -> Answer:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(str(path)) + "\n")
        self._process.stdin.flush()
        return Answer(*json.loads(self._process.stdout.readline()))


@contextmanager
def checking() -> Iterator[Checking]:
    """The program for as long as the context lasts."""
    command = [sys.executable, "-c", _LOOP]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Checking(process)
        assert process.stdin is not None
        process.stdin.close()

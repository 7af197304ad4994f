"""A command that is told to end while it still loads ends: no traceback, one status."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.installation import Installation
from tests.support.requires import REPOSITORY

SLOW = """
import sys
from engine.clock import pause
from engine import bootstrap
from engine.cli import group, main
room = {"loading": group, "opening": bootstrap}[sys.argv.pop(1)]
def slowly(*_, **__):
    print("now", flush=True)
    pause(30)
    raise AssertionError("nobody has ended it")
setattr(room, "_open" if room is group else "build", slowly)
main(sys.argv[1:])
"""


@pytest.mark.parametrize("moment", ["loading", "opening"])
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_it_ends_also_while_it_begins(house: Installation, home: Path, command: str, moment: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, moment, command],
        env={**os.environ, "QUERELA_HOME": str(home), "QUERELA_ENV": "sandbox"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "now\n"
    process.send_signal(signal.SIGTERM)
    _said, wrong = process.communicate(timeout=30)
    assert (process.returncode, wrong) == (143, "")

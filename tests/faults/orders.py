"""Orders to the processes of a site that run under the launcher: where to stop, and what time it is."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from engine.clock import system_clock
from tests.faults.site import LAUNCHER

PATIENCE = 60
"""Seconds in which a process has come to the point where it was to be struck."""


@dataclass(frozen=True)
class Orders:
    """The folder that the launcher reads."""

    folder: Path

    def count(self) -> None:
        """From now on, note every point that is passed."""
        self.withdraw()
        (self.folder / "passed").unlink(missing_ok=True)
        self._give("blow", f"{uuid4().hex} 0 {signal.SIGKILL} ")

    def counted(self) -> list[str]:
        """Every point that was passed since `count`."""
        self.withdraw()
        return (self.folder / "passed").read_text().splitlines()

    def strike(self, point: int, blow: signal.Signals = signal.SIGKILL, *, at: str = "") -> None:
        """Whoever comes to that point first, 1 being the next, is struck; `at`: how the point begins."""
        (self.folder / "struck").unlink(missing_ok=True)
        self._give("blow", f"{uuid4().hex} {point} {blow} {at}")

    def struck(self) -> str | None:
        """What somebody was about to do when struck; None: nobody was."""
        try:
            return (self.folder / "struck").read_text()
        except FileNotFoundError:
            return None

    def wait(self) -> str:
        """Come back when somebody was struck; answers what it was about to do."""
        give_up_at = time.monotonic() + PATIENCE
        while (found := self.struck()) is None:
            assert time.monotonic() < give_up_at, "nobody came to the point"
            time.sleep(0.005)
        return found

    def withdraw(self) -> None:
        """Let everybody go on."""
        (self.folder / "blow").unlink(missing_ok=True)

    def set_clock(self, seconds: float) -> None:
        """Put the clock of all processes wrong by so much."""
        self._give("clock", str(seconds))

    def clock_wrong_by(self) -> float:
        """Seconds by which it is put wrong."""
        try:
            return float((self.folder / "clock").read_text())
        except FileNotFoundError:
            return 0.0

    def clock(self) -> datetime:
        """The present instant as all processes have it."""
        return system_clock() + timedelta(seconds=self.clock_wrong_by())

    def _give(self, name: str, text: str) -> None:
        """Written aside and renamed, so that nobody reads half an order."""
        written = self.folder / f"new-{name}"
        written.write_text(text)
        written.rename(self.folder / name)


class Nursery:
    """Begins `querela` processes fast, one after the other, under the orders of a folder."""

    def __init__(self, orders: Orders, environ: Mapping[str, str], log: Path) -> None:
        self._log = log
        self._environ = {**os.environ, **environ, "FAULTS": str(orders.folder)}
        self._said = orders.folder / "said"
        self._process: subprocess.Popen[str] | None = None

    def begin(self, *words: str) -> int:
        """Begin one; answers its process id."""
        process = self._process = self._process or self._started()
        assert process.stdin is not None
        process.stdin.write(f"{json.dumps(words)}\n")
        process.stdin.flush()
        return self._line()

    def end_of(self) -> int:
        """Wait for the one that was begun; answers its exit status, negative: the signal that ended it."""
        return self._line()

    def run(self, *words: str) -> int:
        """One from its beginning to its end; answers its exit status."""
        self.begin(*words)
        return self.end_of()

    def said(self) -> str:
        """What the last one has written to stdout."""
        return self._said.read_text(errors="replace")

    def close(self) -> None:
        """End; the one that runs is left to itself."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def _started(self) -> subprocess.Popen[str]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, LAUNCHER],
                env=self._environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def _line(self) -> int:
        assert self._process is not None
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

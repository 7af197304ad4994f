"""What a process uses, looked at every few seconds: its connections, its memory, its time."""

import os
import resource
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.watching.figures import Figures

EVERY = 5.0
"""Seconds between two looks."""
_PAGE = resource.getpagesize()


class Sampler:
    """Notes in the figures what this process uses. `pool`: the state of its connections, by name."""

    def __init__(self, figures: "Figures", pool: Callable[[], Mapping[str, int]]) -> None:
        self._figures = figures
        self._pool = pool
        self._stop = threading.Event()

    def sample(self) -> None:
        """Look once."""
        for name, value in self._pool().items():
            self._figures.gauge(f"pool_{name}", value)
        times = os.times()
        self._figures.gauge("process_cpu_seconds", times.user + times.system)
        self._figures.gauge("process_resident_memory_bytes", _resident())
        self._figures.gauge("process_threads", threading.active_count())

    def start(self) -> None:
        """Look now and every few seconds, in a thread, for the other processes of the server to tell."""
        self.sample()
        threading.Thread(target=self._run, name="sampler", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            self.sample()


def _resident() -> int:
    """Bytes of memory: now where the system tells, at most so far where it does not."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * _PAGE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

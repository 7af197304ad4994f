"""All commands by name. A command's room is opened only when it is called, so that each starts fast."""

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import FrameType, ModuleType

import click

from engine.cli.doors import Refusal
from engine.logs import set_up_logs

ROOMS = {
    "init": "installation",
    "user": "people",
    "token": "people",
    "serve": "serve",
    "worker": "serve",
    "clock": "installation",
    "check": "check",
    "import": "import_diagram",
    "run": "run",
    "feel": "feel",
    "decide": "decide",
    "deploy": "processes",
    "definitions": "processes",
    "complain": "complaints",
    "cases": "cases",
    "case": "complaints",
    "audit": "audit",
    "demo": "demo",
    "backup": "backup",
    "restore": "backup",
    "bench": "bench",
}
"""Command: the module of this package that holds it, as an object of the command's name or the module's."""


TOLD_TO_END = 128 + signal.SIGTERM
"""Exit status of a command that SIGTERM has ended before it could see to that itself."""


class Rooms(click.Group):
    """Finds a command in its room."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, in the order of the table."""
        return list(ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None where there is no such name."""
        room = ROOMS.get(cmd_name)
        if room is None:
            return None
        module = _open(f"engine.cli.{room}")
        # `import` is a word of Python, so no object can bear that name.
        found = getattr(module, cmd_name, None) or getattr(module, room)
        assert isinstance(found, click.Command)
        return found

    def invoke(self, ctx: click.Context) -> object:
        """What the command answers, with status 3 when it is broken off: click's own means problems found."""
        try:
            with _ending_when_told():
                return super().invoke(ctx)
        except KeyboardInterrupt as told:
            raise Refusal("Interrupted before it was done.") from told


@contextmanager
def _ending_when_told() -> Iterator[None]:
    """A command that is told to end before it looks after that itself gives back what it holds, and ends."""
    if threading.current_thread() is not threading.main_thread():  # there nobody is told anything
        yield
        return
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(TOLD_TO_END)


def _open(room: str) -> ModuleType:
    """The module, imported without looking for garbage meanwhile: there is none, and looking takes long."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return import_module(room)
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


@click.command(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="querela", prog_name="querela")
def main() -> None:
    """Complaints handling after ISO 10002, run exactly as it is drawn."""
    set_up_logs()
